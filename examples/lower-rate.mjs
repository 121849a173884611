// React in the process: the learning rate is far too high; when a symptom says so, it is divided by 3.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { watch } from 'trainvitals';
import { loadDigits } from '../dist/demo/digits.js';

await tf.setBackend('wasm');
const { train, test } = await loadDigits(tf);

const glorot = (seed) => tf.initializers.glorotNormal({ seed });
const model = tf.sequential({
  name: 'digits',
  layers: [
    tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
    tf.layers.dense({ name: 'hidden', units: 64, activation: 'tanh', kernelInitializer: glorot(1) }),
    tf.layers.dense({ name: 'digits', units: 10, kernelInitializer: glorot(2) }),
  ],
});
let rate = 1;
const optimizer = tf.train.sgd(rate);
const loss = (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits);
model.compile({ optimizer, loss, metrics: ['accuracy'] });

const vitals = await watch(model, { run: 'digits-lower-rate', port: Number(process.env.PORT ?? 9790) });
console.log(`metrics at ${vitals.url}/metrics`);

const losses = [];
const isTooHigh = ['learning-rate-too-high', 'loss-oscillating', 'loss-diverging'];
vitals.on('symptom', ({ symptom, state, step, message }) => {
  if (state !== 'raised' || !isTooHigh.includes(symptom)) return;
  console.log(`step ${step}: ${message}`);
  console.log(
    `  mean loss ${meanOf(losses.splice(0))} at rate ${rate.toPrecision(2)}; from now on a third of it`,
  );
  rate /= 3;
  optimizer.setLearningRate(rate);
});

const { history } = await model.fit(train.images, train.labels, {
  epochs: 5,
  shuffle: false, // in an order that is lucky a rate of 1 is not too high
  validationData: [test.images, test.labels],
  verbose: 0,
  callbacks: { onBatchEnd: (_, logs) => void losses.push(logs.loss) },
});
console.log(`mean loss ${meanOf(losses)} at rate ${rate.toPrecision(2)}`);
console.log(`validation accuracy ${history.val_acc.at(-1).toFixed(3)}`);
await vitals.close();

function meanOf(numbers) {
  return (numbers.reduce((sum, each) => sum + each, 0) / numbers.length).toFixed(3);
}
