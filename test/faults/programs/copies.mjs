/** Two copies of the package in one process: the one that is installed, and the one at `order.copy`. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  attach,
  build,
  examples,
  hashOf,
  note,
  optimizer,
  order,
  play,
  tell,
  tf,
  train,
} from './training.mjs';

const { watch: watchOfCopy } = order.watch ? await import(order.copy) : {};

const own = (...objects) =>
  objects.map((object) => Object.getOwnPropertyNames(object).sort().join()).join(';');

/** Both watch; `closed` says which of them is closed first, in the middle of the training. */
async function both(closed, model, other = model) {
  const before = tf.memory().numTensors;
  const handles = [
    await attach(model, { run: 'first' }),
    await attach(other, { run: 'second' }, watchOfCopy),
  ];
  const data = examples();
  const losses = [];
  const again = async () => {
    for (const each of new Set([model, other])) losses.push(await train(each, data, { epochs: 2 }));
  };
  await again();
  const epochs = [];
  for (const handle of closed === 'first' ? handles : handles.reverse()) {
    await handle.flush();
    if (handle.url)
      epochs.push(
        /^training_epochs_total\{.*\} (\d+)$/m.exec(await (await fetch(`${handle.url}/metrics`)).text())?.[1],
      );
    await handle.close();
    await again();
    // What tfjs keeps of the last fit is this fit's, whoever watches.
    losses.push(model.model.history.history.loss.map(Number));
  }
  note({ epochs });
  tf.dispose(Object.values(data));
  return {
    losses,
    weights: [model, other].map((each) => hashOf(each.getWeights())),
    names: [model, other].map((each) => own(each, each.model, each.optimizer, ...each.layers)),
    tensors: tf.memory().numTensors - before,
  };
}

/** Both watch a loop. */
async function looped(closed) {
  const model = build();
  const adam = optimizer();
  const { gradients } = tf.engine();
  const handles = [
    await attach(adam, { run: 'first', model }),
    await attach(adam, { run: 'second', model }, watchOfCopy),
  ];
  const { xs, ys } = examples();
  const before = tf.memory().numTensors;
  const step = () =>
    adam.minimize(() => {
      const [penalty] = model.calculateLosses();
      return tf.metrics.categoricalCrossentropy(ys, model.predict(xs)).mean().add(penalty);
    });
  for (let at = 0; at < 6; at++) step();
  const metrics = [];
  for (const handle of handles) {
    await handle.flush();
    if (handle.url) metrics.push(await (await fetch(`${handle.url}/metrics`)).text());
  }
  // One says what the other says, of the penalty too.
  const of = (name) => metrics.map((text) => new RegExp(`^${name}\\{[^}]*\\} (.*)$`, 'm').exec(text)?.[1]);
  note({ steps: of('training_steps_total'), penalty: of('training_regularization_loss') });
  for (const handle of closed === 'first' ? handles : handles.reverse()) {
    await handle.close();
    step();
  }
  tell({
    weights: hashOf(model.getWeights()),
    names: own(model, model.model, adam, ...model.layers),
    isRestored: tf.engine().gradients === gradients,
    tensors: tf.memory().numTensors - before,
  });
}

const orders = ['first', 'second'];

await play({
  async models() {
    for (const closed of orders) {
      tell(await both(closed, build()));
      tell(await both(closed, build({ name: 'one' }), build({ name: 'two' })));
    }
  },
  async loop() {
    for (const closed of orders) await looped(closed);
  },
  /** Both at the usual address. */
  async 'the same port'() {
    const model = build();
    const vitals = await attach(model);
    const port = Number(new URL(vitals.url ?? 'http://h:1').port);
    const refused = await attach(model, { port }, watchOfCopy).catch(({ message }) => message);
    note({ refused, port });
    await train(model, examples());
    await vitals.close();
    tell({ weights: hashOf(model.getWeights()) });
  },
  /** Trains until it is told to stop; both listen to the signal. */
  async 'told to stop'() {
    const model = build();
    await attach(model, { run: 'first', stopSignals: ['SIGTERM'] });
    await attach(model, { run: 'second', stopSignals: ['SIGTERM'] }, watchOfCopy);
    const { xs, ys } = examples();
    for (let step = 1; ; step++) {
      await model.trainOnBatch(xs, ys);
      if (step === 20) tell({ steps: step });
      await pause(1);
    }
  },
});
