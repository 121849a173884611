import { expect, test } from 'vitest';
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
