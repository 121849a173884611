/**
 * A program of its own: trains one step in the project it is started in, with the package that its argument names, and
 * prints a `FirstStep` as its last line. A convolution, so that a GPU needs all of its libraries.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { asTf } from '../../demo/backend.js';
import { deviceOf, tensorflowVersion } from '../../framework.js';
import { findEngine } from '../../statistics/engine.js';
import type { FirstStep } from './try-step.js';

const [npmPackage = ''] = process.argv.slice(2);
const tf = asTf(createRequire(join(process.cwd(), 'package.json'))(npmPackage));
const model = tf.sequential({
  layers: [
    tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 1 }),
  ],
});
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
const loss = [await model.trainOnBatch(tf.ones([4, 8, 8, 1]), tf.ones([4, 1]))].flat()[0];

const engine = findEngine();
if (!engine) throw new Error(`${npmPackage} has loaded no tfjs-core`);
const step: FirstStep = {
  backend: tf.getBackend(),
  tensorflow: tensorflowVersion(engine),
  device: deviceOf(engine),
  loss: Number(loss),
};
console.log(JSON.stringify(step));
