import type { SymptomEvent } from '../src/handle.js';

/** Some symptom that was raised. */
export const symptomEvent = (more: Partial<SymptomEvent> = {}): SymptomEvent => ({
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
