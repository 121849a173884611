// A model that learns handwritten digits; the one line that trainvitals needs is `watch`.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { watch } from 'trainvitals';
import { DIGIT_NAMES, loadDigits } from '../dist/demo/digits.js';

await tf.setBackend('wasm');
const { train, test } = await loadDigits(tf);

const model = tf.sequential({
  name: 'digits',
  layers: [
    tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
    tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: 'heNormal' }),
    tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax' }),
  ],
});
model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });

const vitals = await watch(model, {
  run: 'digits-fit',
  labels: DIGIT_NAMES,
  port: Number(process.env.PORT ?? 9790),
});
vitals.on('symptom', ({ state, message }) => console.warn(`${state}: ${message}`));
console.log(`metrics at ${vitals.url}/metrics`);

const { history } = await model.fit(train.images, train.labels, {
  epochs: 5,
  validationData: [test.images, test.labels],
  verbose: 0,
});
console.log(`validation accuracy ${history.val_acc.at(-1).toFixed(3)}`);
await vitals.close();
