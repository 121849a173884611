import { expect, test } from 'vitest';
import type { SymptomEvent } from '../handle.js';
import { symptomOf } from './catalogue.js';
import { causesOf } from './causes.js';
import { causesFirst } from './tree.js';

const event = (symptom: string, step: number, layer?: string): SymptomEvent => ({
  symptom,
  state: 'raised',
  severity: symptomOf(symptom)?.severity ?? 'info',
  run: 'r',
  ...(layer && { layer }),
  step,
  value: 1,
  limit: 0,
  message: '',
  remedies: [],
  consequenceOf: [],
  runbook: '',
});

const order = (...events: SymptomEvent[]) => causesFirst(events).map(({ symptom }) => symptom);

test('a consequence stands below its cause, however early it was raised and however grave', () => {
  expect(order(event('loss-not-improving', 3), event('vanishing-gradient', 9))).toEqual([
    'vanishing-gradient',
    'loss-not-improving',
  ]);
  expect(order(event('loss-nonfinite', 1), event('inputs-nonfinite', 2))).toEqual([
    'inputs-nonfinite',
    'loss-nonfinite',
  ]);
});

test('a loss that became NaN explains what came with it and after it, not what led there, though it had to hold', () => {
  const events = [
    event('learning-rate-too-high', 25),
    event('loss-diverging', 40),
    event('loss-nonfinite', 50),
    event('exploding-gradient', 50),
    event('loss-oscillating', 65),
    event('dead-relu', 120),
  ];
  expect(causesFirst(events).map(({ symptom, consequenceOf: [nearest] }) => [symptom, nearest])).toEqual([
    ['loss-diverging', undefined],
    ['loss-oscillating', 'loss-diverging'],
    ['loss-nonfinite', undefined],
    ['exploding-gradient', 'loss-nonfinite'],
    ['learning-rate-too-high', undefined],
    ['dead-relu', 'learning-rate-too-high'],
  ]);
});

test('a cause of a cause explains too, where the link between is not raised', () => {
  const [cause, consequence] = causesFirst([
    event('loss-not-improving', 1),
    event('poor-initialization', 2, 'a'),
  ]);
  expect(cause?.consequenceOf).toEqual([]);
  expect(consequence?.consequenceOf).toEqual(['poor-initialization']);
});

test('two faults of a run are both at the top, the graver one first, each with its own consequences', () => {
  expect(
    order(
      event('tensor-leak', 1),
      event('loss-spike', 4),
      event('throughput-drop', 5),
      event('loss-diverging', 3),
    ),
  ).toEqual(['loss-diverging', 'loss-spike', 'tensor-leak', 'throughput-drop']);
});

test('a fault of one layer does not explain another layer', () => {
  const events = [
    event('dead-relu', 1, 'a'),
    event('variable-not-training', 2, 'a'),
    event('variable-not-training', 2, 'b'),
  ];
  expect(causesFirst(events).map(({ layer, consequenceOf }) => [layer, consequenceOf.length])).toEqual([
    ['a', 0],
    ['a', 1],
    ['b', 0],
  ]);
});

test('nothing explains a lost run', () => {
  expect(causesOf('run-lost')).toEqual([]);
});
