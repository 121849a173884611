/**
 * A user's program on tfjs-node, as text: it runs in a project of its own, where `build-tfjs-node` has put the package.
 * Prints what it found as one line of JSON.
 */
export const TENSORFLOW_PROGRAM = `
import tf from '@tensorflow/tfjs-node';
import { watch } from 'trainvitals';
import { findEngine, offTape } from './node_modules/trainvitals/dist/statistics/engine.js';
import { genericReductions } from './node_modules/trainvitals/dist/statistics/reductions.js';
import { reductionsOf } from './node_modules/trainvitals/dist/statistics/reductions-of.js';

/** Six inputs, two classes. */
function data() {
  const xs = tf.randomNormal([128, 6], 0, 1, 'float32', 3);
  const isOne = xs.slice([0, 0], [128, 1]).greater(0).toFloat();
  return { xs, ys: tf.concat([isOne, tf.scalar(1).sub(isOne)], 1) };
}

async function train({ options, bias = 0 }) {
  const { xs, ys } = data();
  const layer = (seed, config) => tf.layers.dense({ ...config, kernelInitializer: tf.initializers.glorotUniform({ seed }) });
  const model = tf.sequential({
    layers: [
      layer(1, { name: 'hidden', units: 16, activation: 'relu', inputShape: [6], biasInitializer: tf.initializers.constant({ value: bias }), kernelRegularizer: tf.regularizers.l2({ l2: 1e-3 }) }),
      layer(2, { name: 'out', units: 2, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const vitals = options && (await watch(model, { port: 0, linger: 0, ...options }));
  const raised = [];
  const errors = [];
  vitals?.on('symptom', ({ symptom, state }) => state === 'raised' && raised.push(symptom));
  vitals?.on('run', ({ error }) => error && errors.push(error));
  // By then every window of the agent is full.
  await model.fit(xs, ys, { epochs: 20, batchSize: 16, shuffle: false, verbose: 0 });
  const before = tf.memory().numTensors;
  await model.fit(xs, ys, { epochs: 5, batchSize: 16, shuffle: false, verbose: 0 });
  const leaked = tf.memory().numTensors - before;
  await vitals?.flush();
  const metrics = vitals ? await (await fetch(vitals.url + '/metrics')).text() : '';
  await vitals?.close();
  const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
  return { weights, raised, errors, leaked, metrics };
}

const engine = findEngine();
const [own, generic] = [reductionsOf(engine), genericReductions(engine)];
const far = [];
const measures = {
  sum: (by, x) => by.sum(x),
  sumSquares: (by, x) => by.sumSquares(x),
  sumAbs: (by, x) => by.sumAbs(x),
  maxAbs: (by, x) => by.maxAbs(x),
  squares: (by, x) => by.magnitudes(x)[0],
  abs: (by, x) => by.magnitudes(x)[1],
  max: (by, x) => by.magnitudes(x)[2],
  sumSquaresOfAll: (by, x) => by.sumSquaresOfAll([x, x]),
  ofOne: (by, x) => by.sumSquaresOfAll([x]),
  sumSquaredDifference: (by, x) => by.sumSquaredDifference(x, x.div(2)),
  countNonzeros: (by, x) => by.countNonzeros(x),
  countAbove: (by, x) => by.countAbove(by.flat(x), 1),
  countBelow: (by, x) => by.countBelow(by.flat(x), 1),
  isAboveHalf: (by, x) => by.isAboveHalf(x),
  unitsPositive: (by, x) => by.unitsPositive(x),
  unitsBeyond: (by, x) => by.unitsBeyond(x, 0.5, 0.4),
  concat: (by, x) => by.concat([by.sum(x), by.flat(x), by.alias(x)]),
  scalars: (by, x) => by.concat([by.sumAbs(x), by.maxAbs(x)]),
};
const isNear = (a, b) => Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-5 * Math.abs(b);
const tensors = [[3, -4], [1e-40, 2], [1e30, 1], [1.5e19, 0], [Number.NaN, 1], [Infinity, 1], [0, 0], [0.5, -0.2, 0.95, 0.01]].flatMap(
  (values) => [tf.tensor1d(values), tf.tensor(values, [1, 1, values.length])],
);
tensors.push(tf.tensor1d([3, -4, 0], 'int32'), tf.tensor1d([true, false], 'bool'), tf.zeros([0, 3]));
const heldBefore = tf.memory().numTensors;
for (const x of tensors)
  for (const [name, measure] of Object.entries(measures)) {
    const isNonfinite = [...x.dataSync()].some((value) => !Number.isFinite(value));
    // Counts and the largest of values that are not finite say nothing, and are not asked.
    if (isNonfinite && !/^(sum|squares|abs|ofOne)/.test(name)) continue;
    if (x.size === 0 && !/^(sum|sumSquares|sumAbs)$/.test(name)) continue;
    if (x.dtype !== 'float32' && /Difference|units/.test(name)) continue;
    const [a, b] = [own, generic].map((by) =>
      offTape(engine, () => {
        const found = measure(by, x);
        return [...found.dataSync()].map((number) => Math.fround(number * (by.scaleOf?.(found) ?? 1)));
      }),
    );
    if (a.length !== b.length || !a.every((number, at) => isNear(number, b[at]))) far.push([name, String(x.dataSync()), x.dtype, String(a), String(b)]);
  }
const held = tf.memory().numTensors - heldBefore;
tf.dispose(tensors);

const bare = await train({});
const watched = await train({ options: { every: 1 } });
const dead = await train({ options: { every: 1 }, bias: -20 });
const series = (name) => watched.metrics.split('\\n').filter((line) => line.startsWith(name + '{'));
console.log(JSON.stringify({
  isOwn: own.sumSquares !== generic.sumSquares,
  far,
  held,
  same: JSON.stringify(bare.weights) === JSON.stringify(watched.weights),
  raised: watched.raised,
  errors: [...watched.errors, ...dead.errors],
  leaked: watched.leaked - bare.leaked,
  dead: dead.raised,
  norms: series('training_layer_gradient_norm').length,
}));
`;
