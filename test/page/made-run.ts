import { written } from '../../src/exporter/written.js';
import type { SymptomEvent } from '../../src/handle.js';
import type { Column, TimedEvent, Update } from '../../src/page/contract.js';

type Report = Update['report'];
type Active = Report['symptoms'][number];

export const STARTED = 1_700_000_000;

/** A symptom as the exporter tells it. */
export const symptomOf = (symptom: string, more: Partial<SymptomEvent> = {}): Active =>
  written({
    symptom,
    state: 'raised',
    severity: 'warning',
    run: 'mnist-42',
    step: 12,
    value: 0.73,
    limit: 0.5,
    message: `Found ${symptom}.`,
    remedies: ['Lower the learning rate.', 'Change the initialisation.'],
    consequenceOf: [],
    runbook: `https://example.org/${symptom}`,
    ...more,
  });

export const eventOf = (event: Active, time = STARTED + event.step): TimedEvent => ({ ...event, time });

export const reportOf = (more: Partial<Report> = {}): Report => ({
  run: 'mnist-42',
  state: 'running',
  step: 20,
  loss: 0.5,
  dataLoss: 0.4,
  validationLoss: null,
  metrics: { acc: 0.9 },
  stepsPerSecond: 10,
  plannedSteps: 100,
  overhead: 0.008,
  symptoms: [],
  ...more,
});

/** A column with a value of everything; `loss` is that of its last step. */
export function columnOf(at: number, layers: number, loss = 2 / (at + 1), width = 1): Column {
  const perLayer = (value: (layer: number) => number) =>
    Array.from({ length: layers }, (_, layer) => value(layer));
  return {
    at,
    step: (at + 1) * width,
    scalars: {
      loss: [loss, loss * 1.2, loss],
      dataLoss: [loss * 0.8, loss, loss * 0.9],
      regularizationLoss: [0.1, 0.1, 0.1],
      learningRate: [0.01, 0.01, 0.01],
      gradientNorm: [0.1, 10, 1],
      stepDuration: [0.01, 0.03, 0.02],
      'metric:acc': [0.5, 0.9, 0.9],
      ...(at % 10 === 9 ? { validationLoss: [loss, loss, loss], 'metric:val_acc': [0.8, 0.8, 0.8] } : {}),
    },
    gradientNorm: perLayer((layer) => 10 ** (-layer % 6) * (1 + (at % 7))),
    updateRatio: perLayer((layer) => 1e-3 * (1 + layer)),
    stuckUnits: perLayer((layer) => (layer % 10) / 10),
  };
}

/** The first message to a page. */
export const updateOf = (more: Partial<Update> = {}): Update => ({
  reset: true,
  width: 1,
  layers: ['input', 'conv1', 'hidden', 'logits'],
  columns: Array.from({ length: 20 }, (_, at) => columnOf(at, 4)),
  report: reportOf(),
  events: [],
  now: STARTED + 65,
  started: STARTED,
  facts: {
    model: 'sequential',
    optimizer: 'adam',
    backend: 'wasm',
    device: 'cpu',
    frameworkVersion: '4.22.0',
  },
  ...more,
});
