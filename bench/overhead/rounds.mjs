import { watch } from 'trainvitals';
import { agentSeries } from '../agent-series.mjs';
import { examples } from '../subjects.mjs';
import { now, perStep } from './clock.mjs';
import { measureNaively } from './naive.mjs';
import { spendOpening } from './opening.mjs';
import { generator, shuffled } from './order.mjs';

/** Below this many rounds the interval of the median says little; above the other, more add little. */
const [FEWEST, ENOUGH] = [15, 101];
/** How far over its time a subject may go to have its fewest rounds. */
const PATIENCE = 1.5;
/** A block is long enough to be timed, and short enough that whatever slows the machine slows a whole round. */
const ROUNDS_PLANNED = 31;
const LONGEST_BLOCK = 256;
/** Of the steps that spend the opening allowance: each block is followed by a scrape, which takes some milliseconds. */
const SMALL_BLOCK_MS = 300;
/** Numbers that the examples of a block may have: 64 MiB. */
const LARGEST_DATA = 2 ** 24;

/** A bare model has neither options nor a naive way; the second one is the control: what it differs from 1 is noise. */
const variants = {
  bare: {},
  'bare again (control)': {},
  defaults: { options: {} },
  'everything, every step': { options: { every: 1 } },
  'naive, every step': { naive: true },
};

/**
 * Blocks of all variants, in one process, for about so many seconds; each round in another order, so that none always
 * follows the same one and pays for its garbage. Returns `tooSlow` with the milliseconds of a step where not even five
 * rounds would fit.
 */
export async function measureRounds(backend, id, subject, seconds) {
  const runs = await start(backend, id, subject);
  const train = trainer(backend.tf, subject);
  const probe = train(1);
  await probe(runs[0]);
  const step = await probe(runs[0]);
  const count = runs.length;
  if (step.wall * count * 5 > PATIENCE * 1000 * seconds) return { tooSlow: step.wall };

  const planned = Math.round((1000 * seconds) / ROUNDS_PLANNED / count / step.wall);
  const block = train(Math.max(1, Math.min(planned, LONGEST_BLOCK, largest(subject))));
  for (const run of runs) await block(run);
  const defaults = runs.find(({ name }) => name === 'defaults');
  const few = Math.max(1, Math.min(LONGEST_BLOCK, Math.round(SMALL_BLOCK_MS / step.wall)));
  const small = trainer(backend.tf, { ...subject, batch: 1 })(few);
  defaults.isSpent = await spendOpening({ run: defaults, block, small, limitMs: 1000 * seconds });

  const begin = performance.now();
  const elapsed = () => (performance.now() - begin) / 1000 / seconds;
  const random = generator(1);
  let rounds = 0;
  while (rounds < ENOUGH && elapsed() < (rounds < FEWEST ? PATIENCE : 1)) {
    for (const run of shuffled(runs, random)) run.blocks.push(await block(run));
    rounds++;
  }
  return { rounds, runs: await ended(runs), model: factsOf(runs[0].model) };
}

async function start(backend, id, { build }) {
  const runs = [];
  for (const [name, { options, naive }] of Object.entries(variants)) {
    const model = build(backend.tf);
    const callbacks = naive ? measureNaively(backend, model) : undefined;
    const vitals = options && (await watch(model, { run: `${id} ${name}`, port: 0, linger: 0, ...options }));
    runs.push({ name, model, vitals, callbacks, blocks: [] });
  }
  return runs;
}

/** Makes what trains a run for so many steps and says how long one took. */
function trainer(tf, { inputShape, batch }) {
  return (steps) => {
    const { xs, ys } = examples(tf, steps * batch, inputShape);
    return async ({ model, callbacks }) => {
      const begin = now();
      await model.fit(xs, ys, { batchSize: batch, epochs: 1, shuffle: false, verbose: 0, callbacks });
      return { steps, ...perStep(begin, steps) };
    };
  };
}

const largest = ({ inputShape, batch }) =>
  Math.max(1, Math.floor(LARGEST_DATA / batch / inputShape.reduce((a, b) => a * b)));

/** What the agent says of itself, and nothing is watched any more. */
async function ended(runs) {
  const results = [];
  for (const { name, blocks, vitals, isSpent } of runs) {
    await vitals?.flush();
    const agent = vitals && {
      ratio: 1 + ((await agentSeries(vitals, 'overhead_ratio')) ?? Number.NaN),
      interval: await agentSeries(vitals, 'sample_interval_steps'),
    };
    await vitals?.close();
    results.push({ name, blocks, agent, isSpent });
  }
  return results;
}

const factsOf = (model) => ({
  parameters: model.countParams(),
  layers: model.layers.length,
  tensors: model.trainableWeights.length,
});
