import { expect, test } from 'vitest';
import { History, MOST_COLUMNS } from '../../src/exporter/history.js';
import { ABSENT, type Layout } from '../../src/frame.js';
import { figures } from '../figures.js';
import { nasty, seeded } from './nasty.js';

const STEPS = 1_000_000;
const layout: Layout = {
  id: 1,
  objective: 0,
  slots: [
    { key: 'dataLoss', labels: {} },
    { key: 'layerGradientNorm', labels: { layer: 'a', variable: 'kernel' } },
    { key: 'layerGradientNorm', labels: { layer: 'a', variable: 'bias' } },
    { key: 'layerGradientNorm', labels: { layer: 'b', variable: 'kernel' } },
  ],
  variables: [],
  inputs: [],
};

/** Six digits, as a page is told. */
const short = (value: number) => Number(value.toPrecision(6));

/** A reader that follows, as a page does: of each message only what is new. */
function page(history: History) {
  let state: string | undefined;
  const columns = new Map<number, ReturnType<History['since']>['columns'][number]>();
  return () => {
    const told = history.since(state);
    if (told.reset) columns.clear();
    for (const column of told.columns) columns.set(column.at, column);
    ({ state } = history);
    return { width: told.width, columns: [...columns.values()] };
  };
}

test('the course of 1,000,000 steps is at most 512 columns, each with the smallest, largest and worst of its steps', (context) => {
  const random = seeded(9);
  const history = new History();
  const look = page(history);
  const seen = layout.slots.map(() => new Float64Array(STEPS + 1).fill(ABSENT));
  const values = new Float64Array(layout.slots.length);
  let compared = 0;

  /** Compares what a page has with a slow look at every step. */
  const compare = (until: number) => {
    const { width, columns } = look();
    expect(columns.length).toBeLessThanOrEqual(MOST_COLUMNS);
    if (until > MOST_COLUMNS) expect(columns.length).toBeGreaterThanOrEqual(MOST_COLUMNS / 2);
    expect(columns.map(({ at }) => at)).toEqual(columns.map((_, index) => index));
    for (const { at, step, scalars, gradientNorm } of columns) {
      const [from, to] = [at * width + 1, Math.min((at + 1) * width, until)];
      expect(step).toBe(to);
      const of = (slot: number) =>
        [...(seen[slot] ?? []).slice(from, to + 1)].filter((value) => value !== ABSENT);
      const losses = of(0);
      const finite = losses.filter(Number.isFinite).sort((a, b) => a - b);
      const last = losses.at(-1);
      const expected = [finite[0], finite.at(-1), last];
      expect(scalars.dataLoss, `column ${at}`).toEqual(
        losses.length === 0
          ? undefined
          : expected.map((value) => (value !== undefined && Number.isFinite(value) ? short(value) : null)),
      );
      const worst = (...slots: number[]) => {
        const all = slots.flatMap(of);
        if (all.length === 0) return null;
        if (all.some(Number.isNaN)) return 'NaN';
        const largest = all.reduce((a, b) => Math.max(a, b));
        return Number.isFinite(largest) ? short(largest) : largest > 0 ? 'Infinity' : '-Infinity';
      };
      expect(gradientNorm ?? [null, null], `column ${at}`).toEqual([worst(1, 2), worst(3)]);
      compared += 5;
    }
  };

  const looks = new Set([1, 2, 511, 512, 513, 1024, 1025, 5000, 262_144, 262_145, STEPS]);
  for (let step = 1; step <= STEPS; step++) {
    // Harm is rarer than a column is wide, so that most columns have none.
    for (let slot = 0; slot < values.length; slot++)
      values[slot] = random() < 0.1 ? ABSENT : random() < 1e-3 ? nasty(random) : 1 + random();
    values.forEach((value, slot) => {
      const column = seen[slot];
      if (column) column[step] = value;
    });
    history.observe({ kind: 'step', layout: 1, step, time: step, sampled: true, values }, layout);
    // A page is told something in between, so that what it has is made of many messages.
    if (looks.has(step)) compare(step);
    else if (step % 9973 === 0) look();
  }
  figures(context, { frames: STEPS, 'values compared': compared });
  expect(compared).toBeGreaterThan(5 * 2000);
});
