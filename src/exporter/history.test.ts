import { expect, test } from 'vitest';
import { Random } from '../../test/zoo/random.js';
import { ABSENT, type Frame, type Layout } from '../frame.js';
import { History, MOST_COLUMNS } from './history.js';

const layoutOf = (layers: readonly string[], id = 1): Layout => ({
  id,
  objective: 0,
  slots: [
    { key: 'dataLoss', labels: {} },
    { key: 'metric', labels: { metric: 'acc', split: 'validation' } },
    ...layers.flatMap((layer) => [
      { key: 'layerGradientNorm' as const, labels: { layer, variable: 'kernel' } },
      { key: 'layerGradientNorm' as const, labels: { layer, variable: 'bias' } },
      { key: 'layerDeadUnits' as const, labels: { layer } },
    ]),
  ],
  variables: [],
  inputs: [],
});
const frame = (step: number, values: readonly number[], layout = 1): Frame => ({
  kind: 'step',
  layout,
  step,
  time: step,
  sampled: true,
  values: Float64Array.from(values),
});

test('a short run is told step by step', () => {
  const history = new History();
  const layout = layoutOf(['a', 'b']);
  history.observe(frame(1, [2, ABSENT, 1, 3, 0.5, ABSENT, ABSENT, ABSENT]), layout);
  history.observe(frame(2, [1, 0.25, ABSENT, ABSENT, ABSENT, 4, 2, 0]), layout);
  expect(history.since(undefined)).toEqual({
    reset: true,
    width: 1,
    layers: ['a', 'b'],
    columns: [
      { at: 0, step: 1, scalars: { dataLoss: [2, 2, 2] }, gradientNorm: [3, null], stuckUnits: [0.5, null] },
      {
        at: 1,
        step: 2,
        scalars: { dataLoss: [1, 1, 1], 'metric:val_acc': [0.25, 0.25, 0.25] },
        gradientNorm: [null, 4],
        stuckUnits: [null, 0],
      },
    ],
  });
});

test('a million steps keep their smallest and largest values, in a bounded number of columns', () => {
  const history = new History();
  const layout = layoutOf([]);
  const random = new Random(3);
  const steps = 1_000_000;
  const values = Float64Array.from({ length: steps }, () => random.uniform());
  // One step in a million.
  values[654_321] = 1000;
  values[123_456] = -1000;
  for (let step = 1; step <= steps; step++)
    history.observe(frame(step, [values[step - 1] ?? 0, ABSENT]), layout);
  const { width, columns } = history.since(undefined);
  expect(width).toBe(2048);
  expect(columns.length).toBeLessThanOrEqual(MOST_COLUMNS);
  expect(columns.length).toBeGreaterThan(MOST_COLUMNS / 2 - 1);
  for (const { at, step, scalars } of columns) {
    const own = values.subarray(at * width, (at + 1) * width);
    const range = [Math.min(...own), Math.max(...own), own.at(-1) ?? 0];
    expect(scalars.dataLoss).toEqual(range.map((value) => Number(value.toPrecision(6))));
    expect(step).toBe(at * width + own.length);
  }
});

test('a reader who follows has in the end what one has who comes late', () => {
  const history = new History();
  const random = new Random(9);
  let state: string | undefined;
  const columns = new Map<number, unknown>();
  for (let step = 1; step <= 3000; step++) {
    const layout = step < 1000 ? layoutOf(['a']) : layoutOf(['a', 'b'], 2);
    const values = layout.slots.map(() => (random.uniform() < 0.3 ? ABSENT : random.uniform()));
    history.observe(frame(step, values, layout.id), layout);
    if (random.uniform() > 0.1) continue;
    const news = history.since(state);
    if (news.reset) columns.clear();
    for (const column of news.columns) columns.set(column.at, column);
    state = history.state;
  }
  for (const column of history.since(state).columns) columns.set(column.at, column);
  expect([...columns.values()]).toEqual(history.since(undefined).columns);
});

test('nothing is new to one who has everything, and what is unknown begins anew', () => {
  const history = new History();
  history.observe(frame(1, [1, ABSENT]), layoutOf([]));
  expect(history.since(history.state)).toMatchObject({ reset: false, columns: [] });
  for (const state of ['', 'x', '7.1', '0.99', undefined]) expect(history.since(state).reset).toBe(true);
});

test('values that are not finite are told as none, and hide nothing', () => {
  const history = new History();
  for (let step = 1; step <= 2 * MOST_COLUMNS; step++)
    history.observe(frame(step, [step === 7 ? Number.NaN : step, ABSENT]), layoutOf([]));
  const { columns } = history.since(undefined);
  expect(columns[3]?.scalars.dataLoss).toEqual([8, 8, 8]);
  history.observe(frame(5000, [Number.POSITIVE_INFINITY, ABSENT]), layoutOf([]));
  expect(history.since(undefined).columns.at(-1)?.scalars.dataLoss).toEqual([null, null, null]);
});

test('but of a layer, where they are what one looks for, they survive every merge', () => {
  const history = new History();
  const norms: Record<number, number> = {
    7: 100,
    8: Number.NaN,
    9: Number.POSITIVE_INFINITY,
    10: 3,
    11: Number.NaN,
    12: Number.POSITIVE_INFINITY,
  };
  for (let step = 1; step <= MOST_COLUMNS + 1; step++)
    history.observe(frame(step, [1, ABSENT, norms[step] ?? 1, ABSENT, ABSENT]), layoutOf(['a']));
  const { width, columns } = history.since(undefined);
  expect(width).toBe(2);
  const told = columns.slice(2, 7).map(({ gradientNorm }) => gradientNorm);
  expect(told).toEqual([[1], ['NaN'], ['Infinity'], ['NaN'], [1]]);
});

test('nor does a layer lose one NaN in a million steps', () => {
  const history = new History();
  for (let step = 1; step <= 1_000_000; step++)
    history.observe(
      frame(step, [1, ABSENT, step === 654_321 ? Number.NaN : step, 2, ABSENT]),
      layoutOf(['a']),
    );
  const { width, columns } = history.since(undefined);
  const found = columns.filter(({ gradientNorm }) => gradientNorm?.[0] === 'NaN');
  expect(found.map(({ at }) => at)).toEqual([Math.floor(654_320 / width)]);
});

test('a run that goes on from a checkpoint begins where it is', () => {
  const history = new History();
  for (let step = 1_000_001; step <= 1_000_100; step++)
    history.observe(frame(step, [1, ABSENT]), layoutOf([]));
  const { width, columns } = history.since(undefined);
  expect([width, columns.length, columns[0]?.step]).toEqual([1, 100, 1_000_001]);
  // And one that goes back stays in order.
  history.observe(frame(1_000_050, [1, ABSENT]), layoutOf([]));
  expect(history.since(undefined).columns.length).toBe(100);
});
