import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from 'vitest';
import { loadDigits } from '../src/demo/digits.js';
import { faults } from '../src/demo/faults.js';
import type { Digits } from '../src/demo/run.js';
import { readDigits } from '../src/demo/train.js';
import { registerWasmKernels } from '../src/demo/wasm-kernels.js';
import { trainWatched } from './watched-training.js';

let digits: Digits;
beforeAll(async () => {
  await tf.setBackend('wasm');
  registerWasmKernels(tf);
  digits = await loadDigits(tf);
});

test.each(faults)('the run with $symptom raises it within $within steps', async ({
  symptom,
  layer,
  within,
  build,
}) => {
  const { raised } = await trainWatched(build(tf, digits), within);
  const found = raised.find((event) => event.symptom === symptom);
  expect(found, `raised: ${raised.map((event) => event.symptom).join(', ')}`).toBeDefined();
  expect(found?.layer).toBe(layer);
});

test('the healthy run of the demo raises nothing', async () => {
  const training = readDigits(tf, digits);
  const steps = training.epochs * Math.ceil(3000 / training.batchSize);
  const { raised } = await trainWatched(training, steps);
  expect(raised.filter(({ severity }) => severity !== 'info')).toEqual([]);
});
