import { expect, test } from 'vitest';
import type { RunReport } from '../exporter/report.js';
import type { SymptomEvent } from '../handle.js';
import { announcementOf, progressOf } from './progress.js';

const event: SymptomEvent = {
  symptom: 'dead-relu',
  state: 'raised',
  severity: 'warning',
  run: 'demo',
  layer: 'hidden',
  step: 42,
  value: 0.8,
  limit: 0.5,
  message: '80 % of the units of layer hidden are dead.',
  consequenceOf: [],
  remedies: ['Change the weight initialization.', 'Use Leaky ReLU.'],
  runbook: 'https://example.com/dead-relu',
};
const report: RunReport = {
  run: 'demo',
  state: 'running',
  step: 42,
  loss: 0.51234,
  dataLoss: 0.5,
  validationLoss: null,
  metrics: { acc: 0.875 },
  stepsPerSecond: 43.71,
  plannedSteps: null,
  overhead: 0.0123,
  symptoms: [],
};

test.each<[string, Partial<RunReport>, string]>([
  ['a healthy run', {}, 'step 42/564  loss 0.5123  accuracy 88 %  43.7 steps/s  agent 1.2 %  no symptoms'],
  [
    'two layers with one symptom',
    { symptoms: [event, { ...event, layer: 'conv1' }] },
    'step 42/564  loss 0.5123  accuracy 88 %  43.7 steps/s  agent 1.2 %  dead-relu',
  ],
  [
    'a loss that is not finite',
    { loss: null },
    'step 42/564  loss not finite  accuracy 88 %  43.7 steps/s  agent 1.2 %  no symptoms',
  ],
  [
    'before the first step',
    { step: 0, loss: null, metrics: {}, stepsPerSecond: null, overhead: null },
    'step 0/564  loss –  accuracy –  – steps/s  agent –  no symptoms',
  ],
])('the progress line of %s', (_, change, line) => {
  expect(progressOf({ ...report, ...change }, 564)).toBe(line);
});

test('a raised symptom is announced with its finding and the first remedy, a cleared one with its place', () => {
  expect(announcementOf(event)).toBe(
    'raised   dead-relu (warning) at step 42: 80 % of the units of layer hidden are dead.\n' +
      '         try: Change the weight initialization.',
  );
  expect(announcementOf({ ...event, state: 'cleared', step: 99 })).toBe(
    'cleared  dead-relu of hidden at step 99',
  );
});
