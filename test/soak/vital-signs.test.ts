import { expect, test } from 'vitest';
import { ABSENT, type Layout } from '../../src/frame.js';
import type { SeriesKey } from '../../src/series.js';
import { layoutOf } from '../../src/vitals/feed.js';
import { VitalSigns } from '../../src/vitals/vital-signs.js';
import { figures } from '../figures.js';
import { agree, nastySize, seeded } from './nasty.js';
import { type Seen, SlowLoss, SlowRest, SlowVariables } from './slow-vitals.js';

/** A million for the page of what is promised; each other time a quarter, as the reference is slow. */
const FRAMES = process.env.RELIABILITY === 'write' ? 1_000_000 : 250_000;
const CHECKPOINTS = 3000;

const base = layoutOf(1, ['a', 'b']);
const layout: Layout = {
  ...base,
  slots: [...base.slots, { key: 'regularizationLoss', labels: {} }],
};
const names = layout.slots.map(({ key, labels }) => [key, ...Object.values(labels)].join(' '));
/** Measured in each step, and in sampled ones alone; by name, with what is usual. */
const cheap = ['dataLoss', 'regularizationLoss', 'gradientNorm', 'stepDuration', 'stepOwnTime', 'tensors'];
const costly = names.filter((name) =>
  /^(layerGradientNorm|layerWeightNorm|layerUpdateRatio|layerRegularizationRatio|inputMean|inputStd) /.test(
    name,
  ),
);

test('over a million steps, or a quarter, nasty values and gaps among them, every window is what its whole history says', (context) => {
  const random = seeded(3);
  const signs = new VitalSigns();
  const references = [new SlowLoss(), new SlowRest(), new SlowVariables()];
  const values = new Float64Array(names.length);
  const place = new Map(names.map((name, index) => [name, index]));
  const compared = new Map<string, number>();
  for (let step = 1; step <= FRAMES; step++) {
    const sampled = random() < 0.25;
    values.fill(ABSENT);
    const seen: Seen = {
      step,
      time: 1e9 + step,
      sampled,
      of: (name) => {
        const value = values[place.get(name) ?? -1];
        return value === undefined || value === ABSENT ? undefined : value;
      },
    };
    for (const name of cheap) if (random() > 0.05) values[place.get(name) ?? -1] = nastySize(random);
    if (sampled)
      for (const name of costly) if (random() > 0.02) values[place.get(name) ?? -1] = nastySize(random);
    for (const name of ['layerTrainable a kernel', 'layerTrainable b kernel'])
      values[place.get(name) ?? -1] = 1;
    signs.observe({ kind: 'step', layout: 1, step, time: seen.time, sampled, values }, layout);
    for (const reference of references) reference.see(seen);
    if (step > 200 && step < FRAMES && random() > CHECKPOINTS / FRAMES) continue;
    for (const reference of references)
      for (const [name, expected] of Object.entries(reference.told())) {
        const [key = '', layer, variable] = name.split(' ');
        const labels = {
          ...(layer && (layer === 'x' ? { input: layer } : { layer })),
          ...(variable && { variable }),
        };
        const found = signs.store.get(key as SeriesKey, labels);
        if (!agree(found, expected, 1e-9)) expect(found, `${name} after ${step}`).toBe(expected);
        if (expected !== undefined) compared.set(name, (compared.get(name) ?? 0) + 1);
      }
  }
  expect([...compared.keys()].sort()).toEqual([
    'gradientFlow a',
    'gradientToWeight a',
    'inputScale x',
    'lossBest',
    'lossInitial',
    'lossRise',
    'lossSmoothed',
    'lossSpikes',
    'lossZscore',
    'regularizationDominance a kernel',
    'regularizationDominance b kernel',
    'regularizationShare',
    'stepDurationTypical',
    'stepOwnTimeTypical',
    'tensorGrowth',
    'throughput',
    'updateRatio',
    'updateRatioMean',
    'updateRatioPeak',
  ]);
  for (const [name, times] of compared)
    expect(times, name).toBeGreaterThan(name === 'inputScale x' ? 20 : CHECKPOINTS / 2);
  figures(context, { frames: FRAMES, 'values compared': [...compared.values()].reduce((a, b) => a + b) });
}, 400_000);
