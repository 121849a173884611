import { expect, test } from 'vitest';
import { landingPage } from './landing-page.js';
import type { RunReport } from './report.js';

const report: RunReport = {
  run: '<script>alert(1)</script>',
  state: 'running',
  step: 12,
  loss: 0.5,
  dataLoss: 0.5,
  validationLoss: null,
  metrics: { 'a"b': 1 },
  stepsPerSecond: 3,
  plannedSteps: null,
  overhead: 0.004,
  symptoms: [
    {
      symptom: 'dead-relu',
      state: 'raised',
      severity: 'warning',
      run: 'r',
      layer: '<img>',
      step: 9,
      value: 0.7,
      limit: 0.5,
      message: '70 % of the units of layer <img> fired for no recent example.',
      consequenceOf: [],
      remedies: ['Change the weight initialization.', 'Use Leaky ReLU.'],
      runbook: 'https://example.org/dead-relu',
    },
  ],
};

test('names from the model are text, whatever they hold', () => {
  const page = landingPage([report]);
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('<img>');
  expect(page).toContain('&#60;img&#62;');
});

test('an active symptom stands there with its remedies in order and its runbook', () => {
  const page = landingPage([report]);
  expect(page).toMatch(
    /dead-relu, since step 9.*70 %.*Change the weight.*Leaky ReLU.*example\.org\/dead-relu/s,
  );
});

test('a page without a run says so', () => {
  expect(landingPage([])).toContain('No run is watched yet.');
});
