import * as tf from '@tensorflow/tfjs';
import { type RunEvent, type SymptomEvent, type Vitals, watch } from 'trainvitals';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { sampleOf, scrape } from './scrape.js';

beforeAll(() => tf.setBackend('cpu'));
const open: Vitals[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const vitals of open.splice(0)) await vitals.close();
});

function build() {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'a',
        units: 6,
        inputShape: [4],
        activation: 'relu',
        kernelInitializer: tf.initializers.heNormal({ seed: 1 }),
      }),
      tf.layers.dense({ name: 'b', units: 1, kernelInitializer: tf.initializers.heNormal({ seed: 2 }) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
  return model;
}

const xs = () => tf.randomNormal([64, 4], 0, 1, 'float32', 3);

async function train(model: tf.Sequential, epochs = 5): Promise<number[]> {
  const x = xs();
  const y = x.sum(1, true);
  const { history } = await model.fit(x, y, { epochs, batchSize: 16, shuffle: false, verbose: 0 });
  tf.dispose([x, y]);
  return (history.loss ?? []).map(Number);
}

async function watched(model: tf.Sequential, events: RunEvent[] = []) {
  const vitals = await watch(model, { port: 0, every: 1, linger: 0 });
  open.push(vitals);
  vitals.on('run', (event) => events.push(event));
  return vitals;
}

/** A kernel that fails for whoever calls it outside of training's own use. */
function breakKernel(name: string): void {
  const engine: { runKernel: (name: string, ...rest: unknown[]) => unknown } = Reflect.get(
    globalThis,
    '_tfengine',
  );
  const original = engine.runKernel.bind(engine);
  vi.spyOn(engine, 'runKernel').mockImplementation((kernel, ...rest) => {
    // Where the agent asks for it, not where a kernel of the training does.
    if (kernel === name && new Error().stack?.includes('/dist/statistics/'))
      throw new Error(`broken ${name}`);
    return original(kernel, ...rest);
  });
}

test('an exception in the statistics leaves training as it is, is counted, and ends the measuring, not the steps', async () => {
  const expected = await train(build());
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const events: RunEvent[] = [];
  const model = build();
  const vitals = await watched(model, events);
  // The agent's own copy of the weights as they were: on this backend its other statistics are no kernels.
  breakKernel('Reshape');
  expect(await train(model)).toEqual(expected);
  vi.mocked(Reflect.get(globalThis, '_tfengine').runKernel).mockRestore();
  await vitals.flush();
  const samples = await scrape(vitals.url);
  expect(sampleOf(samples, 'training_agent_errors_total', { stage: 'statistics' })).toBeGreaterThanOrEqual(3);
  expect(sampleOf(samples, 'training_steps_total')).toBe(20);
  // Once for the error, once for giving up.
  expect(warn).toHaveBeenCalledTimes(2);
  expect(events.filter(({ error }) => error?.includes('broken Reshape'))).toHaveLength(1);
});

test('an exception in the channel leaves training as it is and is counted', async () => {
  const expected = await train(build());
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const model = build();
  const vitals = await watched(model);
  const load = Atomics.load;
  const broken = vi.spyOn(Atomics, 'load').mockImplementation(() => {
    throw new Error('broken shared memory');
  });
  expect(await train(model)).toEqual(expected);
  broken.mockImplementation(load);
  await train(model, 1);
  await vitals.flush();
  const samples = await scrape(vitals.url);
  // Twenty steps and five epochs.
  expect(sampleOf(samples, 'training_agent_errors_total', { stage: 'channel' })).toBe(20 + 5);
  expect(sampleOf(samples, 'training_steps_total')).toBe(24);
});

test('a listener that throws leaves training as it is and is counted', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const nan = (model: tf.Sequential) =>
    model.fit(tf.fill([64, 4], Number.NaN), tf.zeros([64, 1]), { epochs: 2, batchSize: 16, verbose: 0 });
  const heard: SymptomEvent[] = [];
  const model = build();
  const vitals = await watched(model);
  vitals.on('symptom', (event) => {
    heard.push(event);
    throw new Error('broken listener');
  });
  await nan(model);
  await vitals.flush();
  expect(heard.map(({ symptom }) => symptom)).toContain('loss-nonfinite');
  expect(
    sampleOf(await scrape(vitals.url), 'training_agent_errors_total', { stage: 'listener' }),
  ).toBeGreaterThan(0);
});

test('a listener that rejects later is counted as well, and ends nothing', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const model = build();
  const vitals = await watched(model);
  vitals.on('run', async () => {
    throw new Error('rejected later');
  });
  await train(model, 1);
  await vitals.flush();
  const samples = await scrape(vitals.url);
  process.off('unhandledRejection', unhandled);
  // The error is told as an event of its own, and the listener rejects that one as well.
  expect(sampleOf(samples, 'training_agent_errors_total', { stage: 'listener' })).toBe(2);
  expect(unhandled).not.toHaveBeenCalled();
});

test('what a loop reports wrongly is counted and does not end the measuring', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const model = build();
  const vitals = await watched(model);
  const gone = tf.scalar(1);
  gone.dispose();
  for (let i = 0; i < 5; i++) vitals.step({ accuracy: gone, examples: Number.POSITIVE_INFINITY });
  await train(model, 1);
  await vitals.flush();
  const samples = await scrape(vitals.url);
  expect(sampleOf(samples, 'training_agent_errors_total', { stage: 'listener' })).toBe(5);
  expect(sampleOf(samples, 'training_examples_total')).toBe(64);
  expect(sampleOf(samples, 'training_layer_weight_norm', { layer: 'a', variable: 'kernel' })).toBeGreaterThan(
    0,
  );
});

test('an exception inside the tap leaves training as it is and is counted', async () => {
  const expected = await train(build());
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const model = build();
  const vitals = await watched(model);
  // The tap asks the inner model for its metrics after each step.
  const inner: object = Reflect.get(model, 'model');
  const metricsNames: string[] = Reflect.get(inner, 'metricsNames');
  let asked = 0;
  Object.defineProperty(inner, 'metricsNames', {
    configurable: true,
    get: () => {
      // tfjs itself asks once a fit.
      if (asked++ > 0) throw new Error('broken model');
      return metricsNames;
    },
  });
  const losses = await train(model);
  Reflect.deleteProperty(inner, 'metricsNames');
  expect(losses).toEqual(expected);
  await vitals.flush();
  expect(sampleOf(await scrape(vitals.url), 'training_agent_errors_total', { stage: 'tap' })).toBeGreaterThan(
    0,
  );
});

test('the death of the exporter thread just before the end leaves training as it is, is told once, and close() still ends', async () => {
  const expected = await train(build());
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const events: RunEvent[] = [];
  const model = build();
  const vitals = await watched(model, events);
  const worker = exporterOf(vitals);
  await worker.terminate();
  expect(await train(model)).toEqual(expected);
  await vitals.flush();
  await vitals.close();
  expect(warn).toHaveBeenCalledTimes(1);
  expect(events.some(({ error }) => error?.includes('exporter thread is gone'))).toBe(true);
});

/** The exporter's thread, reached through the handle's private parts: there is no public way to kill it. */
function exporterOf(vitals: Vitals): { terminate(): Promise<number> } {
  const parts: { link: object } = Reflect.get(vitals, 'parts');
  const threads: object = Reflect.get(parts.link, 'threads');
  return Reflect.get(Reflect.get(threads, 'present'), 'worker');
}

test("an exception of the user's own reaches the user, and the next fit is watched again", async () => {
  const model = build();
  const events: RunEvent[] = [];
  const vitals = await watched(model, events);
  const x = xs();
  const failing = model.fit(x, x.sum(1, true), {
    batchSize: 16,
    verbose: 0,
    callbacks: {
      onBatchEnd: async () => {
        throw new Error("the user's own");
      },
    },
  });
  await expect(failing).rejects.toThrow("the user's own");
  await train(model, 1);
  await vitals.flush();
  expect(events.map(({ state }) => state)).toEqual(['failed', 'running', 'finished']);
  expect(sampleOf(await scrape(vitals.url), 'training_steps_total')).toBe(5);
});
