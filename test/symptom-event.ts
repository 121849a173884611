import { written } from '../src/exporter/written.js';
import type { SymptomEvent } from '../src/handle.js';
import type { WrittenEvent } from '../src/page/contract.js';

/** Some symptom that was raised, as a page gets it. */
export const symptomEvent = (more: Partial<SymptomEvent> = {}): WrittenEvent =>
  written({
    symptom: 'dead-relu',
    state: 'raised',
    severity: 'warning',
    run: 'r',
    step: 1,
    value: 1,
    limit: 0.5,
    message: '',
    remedies: [],
    consequenceOf: [],
    runbook: '',
    ...more,
  });
