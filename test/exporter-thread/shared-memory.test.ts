import * as tf from '@tensorflow/tfjs';
import { type Vitals, watch } from 'trainvitals';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { figures } from '../figures.js';
import { sampleOf, scrape } from '../scrape.js';

beforeAll(() => tf.setBackend('cpu'));
let vitals: Vitals | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await vitals?.close();
  vitals = undefined;
});

/** No shared memory of more bytes than that, as on a machine whose memory is used up. */
function onlyBytes(most: number): void {
  const Real = SharedArrayBuffer;
  vi.stubGlobal(
    'SharedArrayBuffer',
    new Proxy(Real, {
      construct(target, args: [number]) {
        if (args[0] > most) throw new RangeError('Array buffer allocation failed');
        return Reflect.construct(target, args);
      },
    }),
  );
}
afterEach(() => vi.unstubAllGlobals());

function build() {
  const kernelInitializer = tf.initializers.heNormal({ seed: 1 });
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [4], kernelInitializer })],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
  return model;
}
async function train(model: tf.Sequential): Promise<number[]> {
  const [xs, ys] = [tf.randomNormal([64, 4], 0, 1, 'float32', 3), tf.ones([64, 3])];
  const { history } = await model.fit(xs, ys, { epochs: 2, batchSize: 16, shuffle: false, verbose: 0 });
  tf.dispose([xs, ys]);
  return (history.loss ?? []).map(Number);
}

test('with little shared memory the ring is small, and the run is watched', async (context) => {
  const expected = await train(build());
  const model = build();
  onlyBytes(2 ** 14);
  vitals = await watch(model, { port: 0, linger: 0 });
  expect(await train(model)).toEqual(expected);
  await vitals.flush();
  expect(sampleOf(await scrape(vitals.url), 'training_steps_total')).toBe(8);
  figures(context, { 'faults survived': 1 });
});

test('without any, watch() says so, and leaves the model as it was', async (context) => {
  const expected = await train(build());
  const model = build();
  const fit = model.fit;
  onlyBytes(64);
  await expect(watch(model, { port: 0, linger: 0 })).rejects.toThrow(
    /^reserving \d+ bytes of shared memory for the metrics of steps: Array buffer allocation failed; free some, or raise the memory limit of the process$/,
  );
  expect(model.fit).toBe(fit);
  expect(await train(model)).toEqual(expected);
  figures(context, { 'faults survived': 1 });
});

test('where it runs out while the run is watched, training goes on, and what is lost is counted', async (context) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const model = build();
  vitals = await watch(model, { port: 0, linger: 0 });
  const first = await train(model);
  onlyBytes(64);
  // A loop that reports more than before needs wider frames.
  for (let step = 0; step < 4; step++)
    vitals.step(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`metric${index}`, index])));
  const second = await train(model);
  await vitals.flush();
  const samples = await scrape(vitals.url);
  // What was measured before goes on; of the rest each is counted, and the first told. A report after a report is a step.
  expect(sampleOf(samples, 'training_steps_total')).toBe(8 + 3 + 8);
  expect(sampleOf(samples, 'training_agent_errors_total', { stage: 'listener' })).toBe(4);
  expect(warn.mock.calls).toEqual([
    [
      expect.stringMatching(
        /^trainvitals: listener: reserving \d+ bytes of shared memory .*; training goes on$/,
      ),
    ],
  ]);
  // The losses of a run that nobody watched.
  vi.unstubAllGlobals();
  const unwatched = build();
  expect([await train(unwatched), await train(unwatched)]).toEqual([first, second]);
  figures(context, { 'faults survived': 1 });
});
