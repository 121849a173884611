/** Programs that end before their training does, or fail in the middle of it. */
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { attach, build, examples, hashOf, optimizer, order, play, tell, tf, train } from './training.mjs';

const FAILS_AT = 3;

/** Fits, and does something at one batch of the first epoch. */
const atBatch = (act) => async () => {
  const model = build();
  const vitals = await attach(model);
  const data = examples();
  let batches = 0;
  const callbacks = { onBatchEnd: () => ++batches === FAILS_AT && act(model, vitals) };
  tell({ losses: await train(model, data, { callbacks }), weights: hashOf(model.getWeights()) });
  await vitals.close();
};

/** The same where the program hears of it itself, and goes on. */
const heard = (event, act) => async () => {
  process.on(event, (error) => tell({ heard: error.message }));
  await atBatch(act)();
};

const fail = () => {
  throw new Error('of the user');
};

async function loop(step) {
  const model = build();
  const adam = optimizer();
  const vitals = await attach(adam, { model });
  const { xs, ys } = examples();
  for (let at = 1; at <= 12; at++) {
    const loss = () => tf.metrics.categoricalCrossentropy(ys, model.predict(xs)).mean();
    await step(at, () => adam.minimize(() => (at === FAILS_AT ? fail() : loss())));
    vitals.step({ examples: 48 });
  }
  await vitals.close();
  tell({ weights: hashOf(model.getWeights()), tensors: tf.memory().numTensors });
}

await play({
  /** Trains for ever, and says each step that was taken, and after some of them that all were heard of. */
  async forever() {
    const model = build();
    const vitals = await attach(model);
    const { xs, ys } = examples();
    for (let step = 1; ; step++) {
      await model.trainOnBatch(xs, ys);
      writeSync(1, `step ${step}\n`);
      if (step % 50 === 0) {
        await vitals.flush();
        writeSync(1, `flushed ${step}\n`);
      }
      await pause(1);
    }
  },
  'callback throws': atBatch(fail),
  'timer throws': atBatch(() => {
    setImmediate(fail);
    return pause(20);
  }),
  'rejection nobody handles': atBatch(() => {
    void Promise.reject(new Error('of the user'));
    return pause(20);
  }),
  'loop throws': () => loop((_, take) => take()),
  'loop throws and catches': () =>
    loop((_, take) => {
      try {
        take();
      } catch (error) {
        tell({ caught: error.message });
      }
    }),
  'timer throws, and is heard': heard('uncaughtException', () => {
    setImmediate(fail);
    return pause(20);
  }),
  'rejection that is heard': heard('unhandledRejection', () => {
    void Promise.reject(new Error('of the user'));
    return pause(20);
  }),
  'callback exits': atBatch(() => process.exit(order.code)),
  'callback exits by the code that is set': atBatch(() => {
    process.exitCode = order.code;
    process.exit();
  }),
  'exit code is set, and nothing is closed': async () => {
    const model = build();
    await attach(model);
    tell({ losses: await train(model, examples()), weights: hashOf(model.getWeights()) });
    process.exitCode = order.code;
  },
  'loss exits': async () => {
    let batches = 0;
    const loss = (target, output) => {
      // The first is of the compilation, or of the agent: what counts is that a step is under way.
      if (++batches === 2 * FAILS_AT) process.exit(order.code);
      return tf.metrics.categoricalCrossentropy(target, output);
    };
    const model = build({ loss });
    await attach(model);
    await train(model, examples());
  },
  'listener exits': async () => {
    const model = build();
    const vitals = await attach(model);
    vitals.on('symptom', ({ symptom }) => symptom === 'loss-nonfinite' && process.exit(order.code));
    const { ys } = examples();
    await train(model, { xs: tf.fill([48, 6], Number.NaN), ys }, { epochs: 100 });
    tell({ trained: 'to the end' });
    await vitals.close();
  },
});
