/** The backend is another one between fits, and between steps. */
import '@tensorflow/tfjs-backend-wasm';
import { attach, build, examples, hashOf, note, optimizer, play, tell, tf, train } from './training.mjs';

/** What the agent measured of the last step, and its errors so far. */
async function measured(vitals) {
  if (!vitals.url) return;
  await vitals.flush();
  const metrics = await (await fetch(`${vitals.url}/metrics`)).text();
  const sum = (name) =>
    [...metrics.matchAll(new RegExp(`^${name}\\{.*\\} (\\S+)$`, 'gm'))].reduce(
      (all, [, value]) => all + Number(value),
      0,
    );
  note({
    backend: tf.getBackend(),
    steps: sum('training_steps_total'),
    weights: sum('training_layer_weight_norm'),
    activations: sum('training_layer_activation_mean'),
    gradient: sum('training_gradient_norm'),
    errors: sum('training_agent_errors_total'),
  });
}

async function switching(first, second, { inFit }) {
  await tf.setBackend(first);
  const before = tf.memory().numTensors;
  const model = build();
  const vitals = await attach(model);
  const data = examples();
  const losses = [];
  for (let turn = 0; turn < 4; turn++) {
    const to = turn % 2 === 0 ? second : first;
    let batches = 0;
    const callbacks = {
      onBatchEnd: async () => {
        if (++batches !== 4) return;
        await tf.setBackend(to);
      },
    };
    losses.push(await train(model, data, { epochs: 2, ...(inFit && { callbacks }) }));
    await measured(vitals);
    if (!inFit) await tf.setBackend(to);
  }
  await vitals.close();
  const weights = hashOf(model.getWeights());
  tf.dispose(Object.values(data));
  model.optimizer.dispose();
  model.dispose();
  tell({ first, inFit, losses, weights, tensors: tf.memory().numTensors - before });
}

/** A loop that computes where its variables are not. */
async function looped() {
  const before = tf.memory().numTensors;
  const model = build();
  const adam = optimizer();
  const vitals = await attach(adam, { model });
  const { xs, ys } = examples();
  for (let step = 1; step <= 24; step++) {
    adam.minimize(() => {
      const [penalty] = model.calculateLosses();
      return tf.metrics.categoricalCrossentropy(ys, model.predict(xs)).mean().add(penalty);
    });
    if (step % 5 === 0) {
      await measured(vitals);
      await tf.setBackend(tf.getBackend() === 'cpu' ? 'wasm' : 'cpu');
    }
  }
  await vitals.close();
  const weights = hashOf(model.getWeights());
  tf.dispose([xs, ys]);
  adam.dispose();
  model.optimizer.dispose();
  model.dispose();
  tell({ weights, tensors: tf.memory().numTensors - before });
}

await play({
  async switches() {
    for (const inFit of [false, true]) {
      await switching('cpu', 'wasm', { inFit });
      await switching('wasm', 'cpu', { inFit });
    }
    await looped();
  },
});
