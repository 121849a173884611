import { expect, test } from 'vitest';
import { symptomEvent } from '../../test/symptom-event.js';
import type { TimedEvent } from './contract.js';
import { markersOf } from './markers.js';

const event = (symptom: string, step: number, more: Partial<TimedEvent> = {}): TimedEvent => ({
  ...symptomEvent({ symptom, step }),
  time: step,
  ...more,
});
const labels = (...events: TimedEvent[]) =>
  markersOf(events, (step) => (step > 100 ? undefined : step)).map(({ x, label, severity }) => [
    x,
    label,
    severity,
  ]);

test('marks where a symptom was raised, not where it was cleared nor what is outside', () => {
  expect(
    labels(event('b', 50), event('a', 10), event('a', 30, { state: 'cleared' }), event('c', 101)),
  ).toEqual([
    [10, 'a', 'warning'],
    [50, 'b', 'warning'],
  ]);
});

test('what is too near to be told apart has one line, named after the gravest', () => {
  expect(labels(event('a', 10), event('b', 12, { severity: 'critical' }), event('a', 13))).toEqual([
    [10, 'b +1', 'critical'],
  ]);
});
