/** Trains while the disk of its recording fills up, is taken away, or takes no further file. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { attach, build, examples, hashOf, note, order, play, tell, train } from './training.mjs';

/** The names of so many numbers of the loop's own are two megabytes; each new one has all of them written again. */
const METRICS = 1000;
const LENGTH = 1000;
const STEPS = 32;

async function trained(act = () => {}) {
  const model = build();
  const vitals = await attach(model).catch(({ message }) => {
    note({ refused: message });
    order.watch = null;
    return attach(model);
  });
  const data = examples();
  const losses = [await train(model, data, { epochs: 5 })];
  await vitals.flush();
  act();
  losses.push(await train(model, data, { epochs: 30 }));
  await ended(vitals, { losses, weights: hashOf(model.getWeights()) });
}

/** Says how it came out, and how often the agent failed. */
async function ended(vitals, outcome) {
  await vitals.flush();
  if (vitals.url) {
    const metrics = await (await fetch(`${vitals.url}/metrics`)).text();
    const errors = /^training_agent_errors_total\{.*stage="exporter"\} (\d+)$/m.exec(metrics)?.[1];
    note({ errors: Number(errors), steps: Number(/^training_steps_total\{.*\} (\d+)$/m.exec(metrics)?.[1]) });
  }
  await vitals.close();
  tell(outcome);
}

await play({
  fills: () => trained(),
  removed: () => trained(() => rmSync(order.folder, { recursive: true, force: true })),
  async 'takes no further file'() {
    const model = build();
    const vitals = await attach(model);
    const { xs, ys } = examples();
    await model.trainOnBatch(xs, ys);
    await vitals.flush();
    // The file that is open stays writable; another one is on a disk that is read-only.
    const folder = order.folder;
    for (const args of [
      ['--bind', folder, folder],
      ['-o', 'remount,bind,ro', folder],
    ]) {
      const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    }
    const report = Object.fromEntries(
      Array.from({ length: METRICS }, (_, metric) => [`metric-${metric}`.padEnd(LENGTH, 'x'), metric]),
    );
    for (let step = 1; step < STEPS; step++) {
      await model.trainOnBatch(xs, ys);
      report[`new-${step}`] = step;
      vitals.step(report);
      await vitals.flush();
    }
    await ended(vitals, { weights: hashOf(model.getWeights()) });
  },
});
