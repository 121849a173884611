import { watch } from 'trainvitals';
import { subjects, useWasm } from './models.mjs';
import { median, medianInterval } from './numbers.mjs';

/** Blocks of each variant; an odd number, so that the median is one of them. */
const ROUNDS = 31;
/** The opening allowance is spent when the agent no longer measures everything; by then at the latest. */
const OPENING_LIMIT_S = 60;

/** `undefined` is a bare model; the second one is the control: what it differs from 1 is noise. */
const variants = {
  bare: undefined,
  'bare again (control)': undefined,
  defaults: {},
  'everything, every step': { every: 1 },
};

/** Step time with the agent over step time without, in alternating blocks of one process. */
export async function overhead() {
  await useWasm();
  const rows = [];
  for (const [subject, settings] of Object.entries(subjects))
    rows.push(...(await measure(subject, settings)));
  return {
    question: 'what does a step cost with the agent, as a multiple of the bare step?',
    rounds: ROUNDS,
    rows,
  };
}

async function measure(subject, { build, data, batchSize, steps }) {
  const { images, labels } = data();
  const runs = [];
  for (const [name, options] of Object.entries(variants)) {
    const model = build();
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
    const vitals =
      options && (await watch(model, { run: `${subject} ${name}`, port: 0, linger: 0, ...options }));
    runs.push({ name, model, vitals, blocks: [] });
  }
  const block = async ({ model }) => {
    const start = performance.now();
    await model.fit(images, labels, { batchSize, epochs: 1, shuffle: false, verbose: 0 });
    return (performance.now() - start) / steps;
  };

  for (const run of runs) await block(run);
  await spendOpening(
    runs.find(({ name }) => name === 'defaults'),
    block,
  );
  for (let round = 0; round < ROUNDS; round++) {
    // Each round begins with another variant, so that none always follows the same one.
    for (let i = 0; i < runs.length; i++) {
      const run = runs[(i + round) % runs.length];
      run.blocks.push(await block(run));
    }
  }

  const [bare, ...others] = runs;
  const rows = [];
  for (const run of others) {
    const ratios = run.blocks.map((time, round) => time / bare.blocks[round]);
    const [low, high] = medianInterval(ratios);
    rows.push({
      subject,
      variant: run.name,
      'bare step ms': median(bare.blocks),
      ratio: median(ratios),
      'from (95 %)': low,
      'to (95 %)': high,
      'agent says': run.vitals ? 1 + (await ownSeries(run.vitals, 'training_agent_overhead_ratio')) : '–',
      'interval steps': run.vitals
        ? await ownSeries(run.vitals, 'training_agent_sample_interval_steps')
        : '–',
    });
  }
  for (const { model, vitals } of runs) {
    await vitals?.close();
    model.optimizer.dispose();
    model.dispose();
  }
  images.dispose();
  labels.dispose();
  return rows;
}

/** The first steps are measured in full whatever the budget; what is wanted is the cost of a long run. */
async function spendOpening(run, block) {
  const end = performance.now() + 1000 * OPENING_LIMIT_S;
  while (performance.now() < end) {
    await block(run);
    await run.vitals.flush();
    if ((await ownSeries(run.vitals, 'training_agent_sample_interval_steps')) > 1) return;
  }
  console.warn(
    `bench: the opening allowance was not spent within ${OPENING_LIMIT_S} s; "defaults" contains some of it`,
  );
}

/** Value of one of the agent's own series for a run. */
async function ownSeries({ url, run }, name) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text
    .split('\n')
    .find((found) => found.startsWith(`${name}{`) && found.includes(`run="${run}"`));
  return line === undefined ? Number.NaN : Number(line.slice(line.lastIndexOf(' ') + 1));
}
