import { expect, test } from 'vitest';
import { symptomEvent } from '../../test/symptom-event.js';
import type { SymptomEvent } from '../handle.js';
import { type Branch, identity, treeOf, whereOf, worstOf } from './symptom-tree.js';

const event = (symptom: string, more: Partial<SymptomEvent> = {}) => symptomEvent({ symptom, ...more });

const outline = (branches: readonly Branch[]): string =>
  branches
    .map(({ event: { symptom, layer }, consequences }) =>
      [symptom, layer ? `/${layer}` : '', consequences.length ? `(${outline(consequences)})` : ''].join(''),
    )
    .join(' ');

test.each([
  ['none', [], ''],
  ['roots', [event('a'), event('b')], 'a b'],
  [
    'a chain, each below its nearest cause',
    [event('a'), event('b', { consequenceOf: ['a'] }), event('c', { consequenceOf: ['b', 'a'] })],
    'a(b(c))',
  ],
  [
    'the cause of the same layer',
    [
      event('a', { layer: 'x' }),
      event('a', { layer: 'y' }),
      event('b', { layer: 'y', consequenceOf: ['a'] }),
      event('c', { consequenceOf: ['a'] }),
    ],
    'a/x(c) a/y(b/y)',
  ],
  ['a cause that is not there', [event('b', { consequenceOf: ['gone'] })], 'b'],
])('%s', (_what, symptoms, text) => expect(outline(treeOf(symptoms))).toBe(text));

test('the worst is the gravest, the first among equals', () => {
  const symptoms = [
    event('a', { severity: 'info' }),
    event('b', { severity: 'critical' }),
    event('c', { severity: 'critical' }),
  ];
  expect(worstOf(symptoms)?.symptom).toBe('b');
  expect(worstOf([])).toBeUndefined();
});

test('failed checks of a preflight are symptoms apart, each named', () => {
  const [wiring, labels] = ['wiring', 'labels'].map((check) => event('preflight-failed', { check }));
  expect([wiring, labels].map((each) => each && whereOf(each))).toEqual(['wiring', 'labels']);
  expect(wiring && identity(wiring)).not.toBe(labels && identity(labels));
});
