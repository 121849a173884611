// React in the process: the first value that is not finite ends the training, and no hour is lost on broken weights.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { watch } from 'trainvitals';
import { loadDigits } from '../dist/demo/digits.js';

await tf.setBackend('wasm');
const { train } = await loadDigits(tf);

const model = tf.sequential({
  name: 'digits',
  layers: [
    tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
    tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: 'heNormal' }),
    tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax' }),
  ],
});
// The mistake: of a network that is sure, a probability is 0. Its logarithm is −Infinity, and 0 · −Infinity is NaN.
const crossEntropy = (labels, probabilities) => labels.mul(probabilities.log()).sum(-1).neg().mean();
model.compile({ optimizer: tf.train.adam(0.03), loss: crossEntropy });

const vitals = await watch(model, { run: 'digits-stop-on-nan', port: Number(process.env.PORT ?? 9790) });
console.log(`metrics at ${vitals.url}/metrics`);
vitals.on('symptom', ({ symptom, state, step, message }) => {
  if (symptom !== 'loss-nonfinite' || state !== 'raised') return;
  console.log(`step ${step}: ${message}`);
  model.stopTraining = true;
});

let steps = 0;
let firstNaN;
await model.fit(train.images, train.labels, {
  epochs: 20,
  verbose: 0,
  callbacks: {
    onBatchEnd: (_, { loss }) => {
      steps++;
      if (!Number.isFinite(loss)) firstNaN ??= steps;
    },
  },
});
console.log(`first NaN at step ${firstNaN}, stopped after step ${steps}`);
await vitals.close();
