import { describe, expect, test } from 'vitest';
import { symptomEvent } from '../../test/symptom-event.js';
import { type LayerRow, type SortKey, sorted, WORST_FIRST } from './layer-rows.js';

const symptom = (severity: 'critical' | 'warning' | 'info') => symptomEvent({ symptom: 's', severity });
const row = (order: number, more: Partial<LayerRow> = {}): LayerRow => ({
  layer: `layer${order}`,
  order,
  symptoms: [],
  gradientNorm: null,
  updateRatio: null,
  stuckUnits: null,
  ...more,
});
const rows = [
  row(0, { gradientNorm: 2 }),
  row(1, { symptoms: [symptom('warning'), symptom('warning')], gradientNorm: 1 }),
  row(2),
  row(3, { symptoms: [symptom('critical')], gradientNorm: 2 }),
  row(4, { symptoms: [symptom('warning')], gradientNorm: 9 }),
];
const order = (sorting: Parameters<typeof sorted>[1]) => sorted(rows, sorting).map((each) => each.order);

test('a critical symptom comes before two warnings, those before one, layers without in model order', () => {
  expect(order(WORST_FIRST)).toEqual([3, 1, 4, 0, 2]);
});

test.each<[SortKey, 'ascending' | 'descending', number[]]>([
  ['layer', 'ascending', [0, 1, 2, 3, 4]],
  ['layer', 'descending', [4, 3, 2, 1, 0]],
  ['gradientNorm', 'descending', [4, 0, 3, 1, 2]],
  ['gradientNorm', 'ascending', [1, 0, 3, 4, 2]],
])('%s %s; what was not measured stands last', (key, direction, expected) => {
  expect(order({ key, direction })).toEqual(expected);
});

describe('what is not finite', () => {
  const wrong = [
    row(0, { gradientNorm: 2, updateRatio: 1 }),
    row(1, { symptoms: [symptom('critical')], gradientNorm: 1 }),
    row(2),
    row(3, { gradientNorm: Number.POSITIVE_INFINITY }),
    row(4, { gradientNorm: Number.NaN }),
    row(5, { gradientNorm: Number.NaN, updateRatio: Number.NaN }),
  ];
  const orderOf = (sorting: Parameters<typeof sorted>[1]) => sorted(wrong, sorting).map((each) => each.order);

  test('is wrong before any symptom', () => expect(orderOf(WORST_FIRST)).toEqual([5, 3, 4, 1, 0, 2]));

  test.each([
    ['descending', [4, 5, 3, 0, 1, 2]],
    ['ascending', [4, 5, 3, 1, 0, 2]],
  ] as const)('stands first, %s too', (direction, expected) => {
    expect(orderOf({ key: 'gradientNorm', direction })).toEqual(expected);
  });
});
