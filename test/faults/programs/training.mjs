/**
 * What the programs of these tests train: a small seeded model, with the agent or without, and what it came to. A
 * program is told by JSON what to do: `scenario`, `watch` (options; without them nothing is watched), `notes` (a file).
 */
import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';

export { tf };

/** What this process was told to do. */
export const order = JSON.parse(process.argv[2] ?? '{}');

/** A handle that does nothing, for the run without the agent: the program is the same. */
const none = {
  url: undefined,
  on: () => none,
  step() {},
  evaluation() {},
  symptoms: () => [],
  flush: async () => {},
  finish: async () => {},
  close: async () => {},
};

/** Watches a model, or the optimizer of a loop, where that was asked for. */
export async function attach(target, more = {}, by = undefined) {
  if (!order.watch) return none;
  const watch = by ?? (await import('trainvitals')).watch;
  const vitals = await watch(target, {
    run: 'faults',
    port: 0,
    linger: 0,
    every: 1,
    ...more,
    ...order.watch,
  });
  const { register } = order.watch;
  note({ url: vitals.url, ...(register && { registered: readdirSync(register).length }) });
  return vitals;
}

const seeded = (seed) => tf.initializers.glorotUniform({ seed });

export const optimizer = () => tf.train.adam(0.01);

/** A classifier with a penalty, a layer that can die, and a metric. `layers` come between the two. */
export function build({ layers = [], loss = 'categoricalCrossentropy', name = 'small' } = {}) {
  const model = tf.sequential({
    name,
    layers: [
      tf.layers.dense({
        units: 12,
        inputShape: [6],
        activation: 'relu',
        kernelInitializer: seeded(1),
        kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
      }),
      ...layers,
      tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: seeded(2) }),
    ],
  });
  model.compile({ optimizer: optimizer(), loss, metrics: ['accuracy'] });
  return model;
}

/** 48 examples: 6 batches of 8. */
export function examples() {
  return tf.tidy(() => {
    const xs = tf.randomNormal([48, 6], 0, 1, 'float32', 3);
    const ys = tf.oneHot(xs.slice([0, 0], [48, 3]).argMax(1), 3).toFloat();
    return { xs, ys };
  });
}

/** Trains; `callbacks` are the user's own. */
export async function train(model, { xs, ys }, { epochs = 3, callbacks, ...more } = {}) {
  const { history } = await model.fit(xs, ys, {
    epochs,
    batchSize: 8,
    shuffle: false,
    verbose: 0,
    validationData: [xs, ys],
    ...(callbacks && { callbacks }),
    ...more,
  });
  return Object.fromEntries(Object.entries(history).map(([key, values]) => [key, values.map(Number)]));
}

/** The weights to the last bit. */
export function hashOf(weights) {
  const hash = createHash('sha256');
  for (const tensor of weights) hash.update(Buffer.from(tensor.dataSync().slice().buffer));
  return hash.digest('hex').slice(0, 16);
}

/** What a training came to, on standard output. */
export function tell(what) {
  console.log(JSON.stringify(what));
}

/** What the test must know and the run without the agent has not: standard output is compared. */
export function note(what) {
  if (order.notes) appendFileSync(order.notes, `${JSON.stringify(what)}\n`);
}

/** Plays the scenario that was asked for. */
export async function play(scenarios, backend = 'cpu') {
  await tf.setBackend(backend);
  const scenario = scenarios[order.scenario];
  if (!scenario) throw new Error(`no such scenario: ${order.scenario}`);
  await scenario();
}
