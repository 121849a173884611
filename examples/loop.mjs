// A loop of one's own: the optimizer shows gradients and updates, the loop reports the loss.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { watch } from 'trainvitals';
import { loadDigits } from '../dist/demo/digits.js';

await tf.setBackend('wasm');
const { train, test } = await loadDigits(tf);
const pixels = (images) => images.reshape([images.shape[0], 28 * 28]);

const variables = {
  'hidden/kernel': tf.variable(tf.randomNormal([784, 64], 0, Math.sqrt(2 / 784))),
  'hidden/bias': tf.variable(tf.zeros([64])),
  'digits/kernel': tf.variable(tf.randomNormal([64, 10], 0, Math.sqrt(1 / 64))),
  'digits/bias': tf.variable(tf.zeros([10])),
};
const predict = (x) =>
  x
    .matMul(variables['hidden/kernel'])
    .add(variables['hidden/bias'])
    .relu()
    .matMul(variables['digits/kernel'])
    .add(variables['digits/bias']);
const lossOf = (images, labels) => tf.losses.softmaxCrossEntropy(labels, predict(pixels(images)));

const optimizer = tf.train.adam(0.001);
const vitals = await watch(optimizer, {
  variables,
  run: 'digits-loop',
  port: Number(process.env.PORT ?? 9790),
});
vitals.on('symptom', ({ state, message }) => console.warn(`${state}: ${message}`));
console.log(`metrics at ${vitals.url}/metrics`);

const batch = 50;
for (let epoch = 1; epoch <= 5; epoch++) {
  for (let start = 0; start < train.images.shape[0]; start += batch) {
    tf.tidy(() => {
      const images = train.images.slice([start], [batch]);
      const labels = train.labels.slice([start], [batch]);
      const loss = optimizer.minimize(() => lossOf(images, labels), true);
      vitals.step({ loss, examples: batch });
    });
    await tf.nextFrame();
  }
  const loss = tf.tidy(() => lossOf(test.images, test.labels).dataSync()[0]);
  vitals.evaluation({ loss });
  console.log(`epoch ${epoch}: validation loss ${loss.toFixed(3)}`);
}
await vitals.close();
