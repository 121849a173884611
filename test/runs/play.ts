import type { LayersModel } from '@tensorflow/tfjs';
import { type SymptomEvent, type Vitals, type WatchOptions, watch } from 'trainvitals';
import { fitArgs, type Training } from '../../src/demo/run.js';

/** A run that has ended, and is served until it is closed. */
export interface Played {
  readonly vitals: Vitals;
  /** Every symptom that was raised, as the process heard it. */
  readonly raised: readonly SymptomEvent[];
}

/** Trains watched, and leaves the last values to be scraped. */
export async function play(
  target: object,
  options: WatchOptions,
  train: (vitals: Vitals) => Promise<void>,
): Promise<Played> {
  const vitals = await watch(target, { linger: 0, ...options });
  const raised: SymptomEvent[] = [];
  vitals.on('symptom', (event) => {
    if (event.state === 'raised') raised.push(event);
  });
  await train(vitals);
  await vitals.finish();
  return { vitals, raised };
}

/** Fits as the training says, but for exactly so many steps. */
export async function trainFor(training: Training, steps: number) {
  const { model, images, labels, batchSize } = training;
  const epochs = Math.ceil(steps / Math.ceil((images.shape[0] ?? 0) / batchSize));
  await model.fit(images, labels, fitArgs(training, epochs, stopAfter(model, steps)));
}

function stopAfter(model: LayersModel, steps: number) {
  let taken = 0;
  return {
    onBatchEnd: () => {
      taken++;
      if (taken === steps) model.stopTraining = true;
    },
  };
}
