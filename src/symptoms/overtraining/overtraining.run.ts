import type { CustomCallbackArgs, LayersModel } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** A linear classifier knows after a few epochs what 200 images can teach it; it goes on all the same. */
export const run: FaultyRun = {
  symptom: 'overtraining',
  mistake: 'Nobody stops it: 60 epochs on 200 images, although the best weights were those of the first few.',
  within: 150,
  build: (tf, digits) => training(tf, digits, 'never'),
  remedy: { number: 1, proves: 'validation', build: (tf, digits) => training(tf, digits, 'early') },
};

function training(tf: Tf, { train, test }: Digits, stop: 'never' | 'early'): Training {
  const model = tf.sequential({
    name: 'digits-overtraining',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.02), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const count = 200;
  return {
    model,
    images: train.images.slice(0, count),
    labels: train.labels.slice(0, count),
    validation: [test.images, test.labels],
    batchSize: 40,
    epochs: 60,
    ...(stop === 'early' && { callbacks: earlyStopping(tf, model, 5) }),
  };
}

/** Stops when the validation loss has not improved for some epochs, and goes back to the weights it was best with. */
function earlyStopping(tf: Tf, model: LayersModel, patience: number): CustomCallbackArgs {
  let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, weights: model.getWeights().slice(0, 0) };
  return {
    onEpochEnd: (epoch, logs) => {
      const loss = logs?.val_loss ?? Number.POSITIVE_INFINITY;
      if (loss < best.loss) {
        tf.dispose(best.weights);
        best = { loss, epoch, weights: model.getWeights().map((weight) => weight.clone()) };
      }
      if (epoch - best.epoch >= patience) model.stopTraining = true;
    },
    onTrainEnd: () => model.setWeights(best.weights),
  };
}
