import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDigits } from '../src/demo/digits.js';
import { faults } from '../src/demo/faults.js';
import type { Digits } from '../src/demo/run.js';
import { registerWasmKernels } from '../src/demo/wasm-kernels.js';
import { symptomOf } from '../src/symptoms/catalogue.js';
import { type Outcome, trainWatched } from './watched-training.js';

/** Symptoms with a run whose remedies code cannot express, and why. */
const WITHOUT_REMEDY: Readonly<Record<string, string>> = {};

/** Steps beyond those within which the sick run is known: the remedied one must stay quiet in them too. */
const MORE_STEPS = 100;

let digits: Digits;
beforeAll(async () => {
  await tf.setBackend('wasm');
  registerWasmKernels(tf);
  digits = await loadDigits(tf);
});

test('every symptom with a run has a remedy of its own list, or a reason why not', () => {
  for (const { symptom, remedy } of faults) {
    expect([symptom, remedy === undefined]).toEqual([symptom, symptom in WITHOUT_REMEDY]);
    if (remedy) expect(symptomOf(symptom)?.remedies[remedy.number - 1], symptom).toBeDefined();
  }
});

/** Of the last steps; a loss that is no number is worse than any. */
function trainingLoss({ series }: Outcome): number {
  const loss = series('training_loss_smoothed') ?? Number.NaN;
  return Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
}

/** Mean cross-entropy on the test digits, the same measure whatever loss was compiled; the last layer is a softmax. */
function testLoss({ model }: Outcome): number {
  const { images, labels } = digits.test;
  return tf.tidy(() => {
    const [said = tf.zeros([0])] = [model.predict(images)].flat();
    return tf.losses.softmaxCrossEntropy(labels, said.log()).dataSync()[0] ?? Number.NaN;
  });
}

const tensorGrowth = ({ series }: Outcome) => series('training_tensor_growth_per_step');

describe.each(
  faults.flatMap((fault) => (fault.remedy ? [{ ...fault, remedy: fault.remedy }] : [])),
)('the run with $symptom', ({ symptom, within, build, remedy }) => {
  test(`is cured by remedy ${remedy.number}, judged by ${remedy.proves}`, async () => {
    const [ill, well] = [build(tf, digits), remedy.build(tf, digits)];
    const all = ill.epochs * Math.ceil((ill.images.shape[0] ?? 0) / ill.batchSize);
    const steps = Math.min(within + MORE_STEPS, all);
    const sick = await trainWatched(ill, steps);
    const cured = await trainWatched(well, steps);
    expect(sick.raised.map((event) => event.symptom)).toContain(symptom);
    const heard = cured.raised.filter((event) => event.symptom === symptom || event.severity !== 'info');
    expect(heard.map(({ message }) => message)).toEqual([]);
    switch (remedy.proves) {
      case 'loss':
        expect(trainingLoss(cured)).toBeLessThan(trainingLoss(sick));
        expect(trainingLoss(cured)).toBeLessThan(cured.series('training_loss_initial') ?? 0);
        break;
      case 'validation':
        expect(testLoss(cured)).toBeLessThan(testLoss(sick));
        break;
      case 'quiet':
        expect(tensorGrowth(sick)).toBeGreaterThan(0.5);
        expect(tensorGrowth(cured)).toBeLessThan(0.2);
    }
  });
});
