import * as tf from '@tensorflow/tfjs';
import { type Vitals, type WatchOptions, watch } from 'trainvitals';
import { afterEach, beforeAll, expect, it } from 'vitest';

/** A regression that can be learned to about nothing, with the weights it is given. */
function made(weights?: readonly tf.Tensor[]): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 16,
        activation: 'tanh',
        inputShape: [4],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
      }),
      tf.layers.dense({
        name: 'out',
        units: 1,
        kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.003), loss: 'meanSquaredError' });
  if (weights) model.setWeights([...weights]);
  return model;
}

let vitals: Vitals | undefined;
beforeAll(() => tf.setBackend('cpu'));
afterEach(() => vitals?.close());

const raised = new Set<string>();
/** Those say how busy the machine is. */
const OF_SPEED = ['throughput-drop', 'agent-over-budget'];
const INPUTS = 4;
const BATCH = 32;

/** Trains for so many steps, and says what was raised and what /metrics shows. */
async function trained(model: tf.LayersModel, steps: number, options: WatchOptions): Promise<string> {
  raised.clear();
  vitals = await watch(model, { run: 'resumes', port: 0, linger: 0, ...options });
  vitals.on('symptom', ({ symptom, state }) => {
    if (state === 'raised' && !OF_SPEED.includes(symptom)) raised.add(symptom);
  });
  for (let step = 0; step < steps; step++) {
    const xs = tf.randomNormal([BATCH, INPUTS], 0, 1, 'float32', step + 1);
    // What cannot be learned is noise: the loss stays at its level once it is there.
    const noise = tf.randomNormal([BATCH, 1], 0, 0.3, 'float32', step + 10_001);
    const ys = tf.tidy(() => tf.add(tf.sum(tf.sin(xs), 1, true), noise));
    await model.trainOnBatch(xs, ys);
    tf.dispose([xs, noise, ys]);
  }
  await vitals.flush();
  const metrics = await (await fetch(`${vitals.url}/metrics`)).text();
  await vitals.close();
  return metrics;
}

it('goes on where a checkpoint left it: counts continue, and a loss that is at its end is none that does not improve', async () => {
  const first = made();
  expect(await trained(first, 900, {})).toContain('training_steps_total{run="resumes"} 900');
  expect([...raised]).toEqual([]);
  const checkpoint = first.getWeights().map((weight) => weight.clone());

  const metrics = await trained(made(checkpoint), 500, { initialStep: 900 });
  expect(metrics).toContain('training_steps_total{run="resumes"} 1400');
  expect(metrics).not.toContain('training_loss_improvement_ratio{');
  expect(metrics).not.toContain('training_layer_initial_scale_ratio{');
  expect([...raised]).toEqual([]);

  // Nobody said that it resumes: it looks like a run that never learns.
  await trained(made(checkpoint), 500, {});
  expect([...raised]).toContain('loss-not-improving');
});

it('still hears a loss that diverges after it has resumed', async () => {
  const first = made();
  await trained(first, 400, {});
  const resumed = made(first.getWeights());
  resumed.compile({ optimizer: tf.train.sgd(30), loss: 'meanSquaredError' });
  await trained(resumed, 60, { initialStep: 400 });
  expect([...raised].some((symptom) => ['loss-diverging', 'loss-nonfinite'].includes(symptom))).toBe(true);
});
