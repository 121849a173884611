import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { type SymptomEvent, watch } from 'trainvitals';
import { beforeAll, expect, test } from 'vitest';
import { loadDigits } from '../src/demo/digits.js';
import { faults } from '../src/demo/faults.js';
import { type Digits, fitArgs, type Training } from '../src/demo/run.js';
import { readDigits } from '../src/demo/train.js';
import { registerWasmKernels } from '../src/demo/wasm-kernels.js';

let digits: Digits;
beforeAll(async () => {
  await tf.setBackend('wasm');
  registerWasmKernels(tf);
  digits = await loadDigits(tf);
});

/** Trains for some steps, watched with the default options, and returns what was raised. */
async function raisedIn(training: Training, steps: number): Promise<SymptomEvent[]> {
  const { model, images, labels, batchSize } = training;
  const vitals = await watch(model, { port: 0, linger: 0 });
  const raised: SymptomEvent[] = [];
  vitals.on('symptom', (event) => event.state === 'raised' && raised.push(event));
  const stepsPerEpoch = Math.ceil((images.shape[0] ?? 0) / batchSize);
  let taken = 0;
  const stop = {
    onBatchEnd: () => {
      taken++;
      if (taken === steps) model.stopTraining = true;
    },
  };
  await model.fit(images, labels, fitArgs(training, Math.ceil(steps / stepsPerEpoch), stop));
  await vitals.flush();
  await vitals.close();
  return raised;
}

test.each(faults)('the run with $symptom raises it within $within steps', async ({
  symptom,
  layer,
  within,
  build,
}) => {
  const raised = await raisedIn(build(tf, digits), within);
  const found = raised.find((event) => event.symptom === symptom);
  expect(found, `raised: ${raised.map((event) => event.symptom).join(', ')}`).toBeDefined();
  expect(found?.layer).toBe(layer);
});

test('the healthy run of the demo raises nothing', async () => {
  const training = readDigits(tf, digits);
  const steps = training.epochs * Math.ceil(3000 / training.batchSize);
  const raised = await raisedIn(training, steps);
  expect(raised.filter(({ severity }) => severity !== 'info')).toEqual([]);
});
