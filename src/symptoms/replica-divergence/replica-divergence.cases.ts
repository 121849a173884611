import type { Case, CaseSeries } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { replicaDivergence } from './replica-divergence.js';

const { deviation } = replicaDivergence.limits;
const kernel = { layer: 'hidden', variable: 'kernel' };

/** Steps at which weights are compared, one a tick. */
const aligned = (ticks: number) => ramp(ticks, (tick) => 4096 * (tick + 1));

/** What a rank holds: its norm, and the step of it. */
const rank = (
  name: number,
  norms: CaseSeries['values'],
  steps: CaseSeries['values'] = aligned(40),
): readonly CaseSeries[] => [
  { key: 'replicaWeightNorm', rank: String(name), labels: kernel, values: norms },
  { key: 'replicaStep', rank: String(name), labels: {}, values: steps },
];

const apart = timeline([8, 3], [8.08, 1]);

export const cases: readonly Case[] = [
  {
    name: 'sick: one of four ranks leaves the others, and is named',
    vitals: [...rank(0, [8]), ...rank(1, [8]), ...rank(2, apart), ...rank(3, [8])],
    expect: [
      { at: 2, raised: false },
      { at: 4, raised: true, layer: 'hidden', rank: '2' },
      { at: 30, raised: true, layer: 'hidden', rank: '2' },
    ],
  },
  {
    name: 'sick: of two ranks both are named',
    vitals: [...rank(0, [8]), ...rank(1, apart)],
    expect: [
      { at: 2, raised: false },
      { at: 4, raised: true, layer: 'hidden', rank: '0' },
      { at: 4, raised: true, layer: 'hidden', rank: '1' },
    ],
  },
  {
    name: 'sick: a bias that is still zero on the other ranks',
    vitals: [...rank(0, [0]), ...rank(1, [0]), ...rank(2, [0.1])],
    expect: [{ at: 3, raised: true, layer: 'hidden', rank: '2' }],
  },
  {
    name: 'healthy: weights move, and all ranks hold the same',
    vitals: [0, 1, 2, 3].flatMap((name) =>
      rank(
        name,
        ramp(20, (tick) => 8 + tick / 7),
      ),
    ),
    expect: [{ at: 19, raised: false }],
  },
  {
    name: 'healthy: another norm at another step',
    vitals: [
      ...rank(0, [8]),
      ...rank(1, [8]),
      ...rank(
        2,
        [8.08],
        ramp(40, (tick) => 4096 * (tick + 2)),
      ),
    ],
    expect: [{ at: 20, raised: false }],
  },
  {
    name: 'healthy: a layer that one rank alone has, and a bias that is zero on all',
    vitals: [
      ...rank(0, [0]),
      ...rank(1, [0]),
      { key: 'replicaWeightNorm', rank: '1', labels: { layer: 'tail', variable: 'kernel' }, values: [3] },
    ],
    expect: [{ at: 20, raised: false }],
  },
  {
    name: 'boundary: rounding up to the limit is no deviation',
    vitals: [...rank(0, [1]), ...rank(1, [1]), ...rank(2, [1 + under(deviation)])],
    expect: [{ at: 20, raised: false }],
  },
  {
    name: 'boundary: a deviation over the limit is one, upwards and downwards',
    vitals: [
      ...rank(0, [1]),
      ...rank(1, [1]),
      ...rank(2, [1]),
      ...rank(3, [1 + over(deviation)]),
      ...rank(4, [1 - over(deviation)]),
    ],
    expect: [
      { at: 2, raised: true, layer: 'hidden', rank: '3' },
      { at: 2, raised: true, layer: 'hidden', rank: '4' },
    ],
  },
  {
    name: 'flapping: between two aligned steps it stays raised, and after a restart from a checkpoint it ends',
    vitals: [
      ...rank(0, [8], aligned(60)),
      // Scraped later than the others: in every other tick it still holds the step before.
      ...rank(
        1,
        [8],
        ramp(60, (tick) => 4096 * (tick + 1 - (tick % 2))),
      ),
      ...rank(2, timeline([8.08, 10], [8, 1]), aligned(60)),
    ],
    expect: [
      ...ramp(9, (tick) => tick + 1).map((at) => ({ at, raised: true, layer: 'hidden', rank: '2' })),
      { at: 25, raised: false },
    ],
  },
  {
    name: 'not measured: a rank alone, and ranks of which nothing is known',
    vitals: [...rank(0, [8]), ...rank(1, [null], [null])],
    expect: [{ at: 20, raised: false }],
  },
];
