import type { LayersModel } from '@tensorflow/tfjs';
import { type SymptomEvent, watch } from 'trainvitals';
import { fitArgs, type Training } from '../src/demo/run.js';
import { sampleOf, scrape } from './scrape.js';

/** What is known of a training after its last step. */
export interface Outcome {
  readonly model: LayersModel;
  readonly raised: readonly SymptomEvent[];
  /** The value of a series of the run, absent where there is none. */
  readonly series: (name: string) => number | undefined;
}

/** Trains for some steps, watched with the default options. */
export async function trainWatched(training: Training, steps: number): Promise<Outcome> {
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
  const samples = await scrape(vitals.url);
  await vitals.close();
  return { model, raised, series: (name) => sampleOf(samples, name, { run: vitals.run }) };
}
