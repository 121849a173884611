import { expect, test } from 'vitest';
import { symptomEvent } from '../../test/symptom-event.js';
import { catalogue } from '../symptoms/catalogue.js';
import { writeFinding } from '../symptoms/message.js';
import { written } from './written.js';

test.each([
  ['dead-relu', 0.93, 0.5, '93 %', '50 %'],
  ['exploding-gradient', 1234.56, 100, '1230', '100'],
  ['exploding-gradient', Number.POSITIVE_INFINITY, 100, 'Infinity', '100'],
  ['of a later version', 0.93, 0.5, '0.93', '0.5'],
])('%s: %d against %d is written %s against %s', (symptom, value, limit, ...texts) => {
  const event = symptomEvent({ symptom, value, limit });
  expect([event.written.value, event.written.limit]).toEqual(texts);
});

test.each(
  catalogue.map((symptom) => ({ id: symptom.id, symptom })),
)('$id is written as its message has it', ({ id, symptom }) => {
  const [value, limit] = [0.123_45, 0.067_89];
  const texts = written(symptomEvent({ symptom: id, value, limit })).written;
  const found = { run: 'r', labels: {}, value, limit };
  for (const name of ['value', 'limit'] as const)
    if (symptom.finding.includes(`{${name}}`)) expect(writeFinding(symptom, found)).toContain(texts[name]);
});

test('the event is left as it is', () => {
  const { written: _, ...event } = symptomEvent();
  const before = structuredClone(event);
  expect(written(event)).toEqual({ ...before, written: { value: '100 %', limit: '50 %' } });
  expect(event).toEqual(before);
});
