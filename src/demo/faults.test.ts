import { existsSync, readdirSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDigits } from './digits.js';
import { faults } from './faults.js';
import type { Digits } from './run.js';

const folder = new URL('../symptoms/', import.meta.url);
let digits: Digits;
beforeAll(async () => {
  await tf.setBackend('wasm');
  digits = await loadDigits(tf);
});

test('every faulty run of the symptom folders is in the catalogue, by the name of its folder', () => {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/${entry.name}.run.ts`, folder)),
    )
    .map(({ name }) => name);
  expect(faults.map(({ symptom }) => symptom).sort()).toEqual(files.sort());
});

describe.each(faults)('the run of $symptom', ({ build, remedy, layer, within, mistake }) => {
  test('is compiled, fits its data, is long enough, and has the layer it must name', () => {
    const { model, images, labels, batchSize, epochs } = build(tf, digits);
    expect(model.optimizer).toBeDefined();
    expect(images.shape[0]).toBe(labels.shape[0]);
    expect((epochs * (images.shape[0] ?? 0)) / batchSize).toBeGreaterThanOrEqual(within);
    if (layer) expect(model.layers.map(({ name }) => name)).toContain(layer);
    expect(mistake).toMatch(/^[A-Z].*\.$/);
  });

  test('starts from the same weights each time', () => {
    const [one, other] = [build(tf, digits).model, build(tf, digits).model].map((model) =>
      model.getWeights().map((weights) => [...weights.dataSync()]),
    );
    expect(one).toEqual(other);
  });

  test.runIf(remedy)('takes as many epochs of as large batches in the same order when it is remedied', () => {
    const [sick, remedied] = [build(tf, digits), remedy?.build(tf, digits)].map((training) => [
      training?.epochs,
      training?.batchSize,
      training?.shuffle,
    ]);
    expect(remedied).toEqual(sick);
  });
});
