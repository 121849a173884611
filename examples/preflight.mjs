// A model and its data, checked before the long run: node examples/preflight.mjs,
// or as a gate in a job's script: npx trainvitals check examples/preflight.mjs
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { preflight, watch } from 'trainvitals';
import { DIGIT_NAMES, loadDigits } from '../dist/demo/digits.js';

/** What is to be trained; the first layer begins with weights of zero, the mistake that is found. */
export default async function build() {
  await tf.setBackend('wasm');
  const { train, test } = await loadDigits(tf);
  const kernelInitializer = process.env.MENDED ? 'heNormal' : 'zeros';
  const model = tf.sequential({
    name: 'digits',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    xs: train.images,
    ys: train.labels,
    validationData: [test.images, test.labels],
    classes: DIGIT_NAMES,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { model, xs, ys, validationData, classes } = await build();
  const report = await preflight(model, { xs, ys, validationData, classes });
  if (report.ok) {
    const vitals = await watch(model, {
      run: 'digits',
      labels: classes,
      port: Number(process.env.PORT ?? 9790),
    });
    console.log(`metrics at ${vitals.url}/metrics`);
    await model.fit(xs, ys, { epochs: 2, validationData, verbose: 0 });
    await vitals.close();
  }
}
