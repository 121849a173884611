/** The handle is closed, finished and asked in the middle of steps; the training goes on. */
import { setImmediate as turn } from 'node:timers/promises';
import { attach, build, examples, hashOf, note, optimizer, play, tell, tf, train } from './training.mjs';

const CLOSES_AT = 4;

/** A layer of the user's own, that does something in its n-th call. */
class Acting extends tf.layers.Layer {
  static className = 'ActingInFaults';
  act = () => {};
  call(inputs) {
    this.act();
    return tf.tidy(() => [inputs].flat()[0].mul(1));
  }
  computeOutputShape(shape) {
    return shape;
  }
}

/** Does something once, at the n-th call. */
function once(act) {
  let calls = 0;
  return () => {
    if (++calls === CLOSES_AT) act();
  };
}

/** The names of what model, optimizer and layers have of their own: a patch that is left is one of them. */
const own = (...objects) =>
  objects.map((object) => Object.getOwnPropertyNames(object).sort().join()).join(';');

/**
 * Trains twice and tells what came of it. `act` is what is done to the handle, and returns what must come to an end;
 * `where` puts it into the training.
 */
async function trained(where, act) {
  const before = tf.memory().numTensors;
  const acting = new Acting({ name: 'acting' });
  let lossActs = () => {};
  const loss = (target, output) => {
    lossActs();
    return tf.metrics.categoricalCrossentropy(target, output);
  };
  const model = build({ layers: [acting], loss });
  let vitals = await attach(model);
  const handles = [vitals];
  const events = [];
  vitals.on('run', ({ state }) => events.push(state));
  const pending = [];
  const attachAgain = async () => {
    vitals = await attach(model, { port: Number(new URL(vitals.url ?? 'http://h:1').port) });
    handles.push(vitals);
  };
  const begin = once(() => pending.push(...[act({ vitals, attachAgain })].flat()));
  const data = examples();
  const callbacks = {};
  if (where === 'batch begin') callbacks.onBatchBegin = async () => begin();
  if (where === 'batch end') callbacks.onBatchEnd = async () => begin();
  if (where === 'loss') lossActs = begin;
  if (where === 'layer') acting.act = begin;
  if (where === 'symptom') vitals.on('symptom', () => pending.push(...[act({ vitals, attachAgain })].flat()));
  const xs = where === 'symptom' ? data.xs.mul(Number.NaN) : data.xs;
  const losses = [];
  losses.push(await train(model, { ...data, xs }, { callbacks, epochs: 2 }));
  await Promise.all(pending);
  losses.push(await train(model, { ...data, xs }, { epochs: 1 }));
  for (const handle of handles) await handle.close();
  // Whoever is closed begins nothing more.
  for (const handle of handles) for (let step = 0; step < 2; step++) handle.step({ loss: 1 });
  await train(model, data, { epochs: 1 });
  const weights = hashOf(model.getWeights());
  const names = own(model, model.model, model.optimizer, ...model.layers);
  tf.dispose([data.xs, data.ys, xs]);
  model.optimizer.dispose();
  model.dispose();
  note({ events });
  return { losses, weights, names, tensors: tf.memory().numTensors - before };
}

/** A loop whose loss closes, with penalties that are overheard. */
async function looped(act) {
  const model = build();
  const adam = optimizer();
  const { gradients } = tf.engine();
  const vitals = await attach(adam, { model });
  const begin = once(() => act({ vitals }));
  const { xs, ys } = examples();
  for (let step = 0; step < 8; step++)
    adam.minimize(() => {
      begin();
      const [penalty] = model.calculateLosses();
      return tf.metrics.categoricalCrossentropy(ys, model.predict(xs)).mean().add(penalty);
    });
  await vitals.close();
  const names = own(model, model.model, adam, ...model.layers);
  const isRestored = tf.engine().gradients === gradients;
  tf.dispose([xs, ys]);
  adam.dispose();
  return { weights: hashOf(model.getWeights()), names, isRestored };
}

const close = ({ vitals }) => vitals.close();
const everywhere = ['batch begin', 'batch end', 'loss', 'layer', 'symptom'];
const twoPlaces = ['batch end', 'loss'];

/** What is done to the handle, and where in the training. */
const acts = [
  { name: 'close', places: everywhere, act: close },
  {
    name: 'close twice',
    places: twoPlaces,
    act: ({ vitals }) => [vitals.close(), vitals.close({ state: 'failed' })],
  },
  {
    name: 'close between two flushes',
    places: twoPlaces,
    act: ({ vitals }) => [vitals.flush(), vitals.close(), vitals.flush()],
  },
  {
    name: 'close as failed, and finish',
    places: twoPlaces,
    act: ({ vitals }) => [vitals.close({ state: 'failed' }), vitals.finish()],
  },
  { name: 'finish', places: everywhere, act: ({ vitals }) => vitals.finish() },
  {
    name: 'close and watch again',
    places: ['batch begin', 'loss', 'layer'],
    act: ({ vitals, attachAgain }) => [vitals.close(), attachAgain()],
  },
];

await play({
  async everywhere() {
    for (const { name, places, act } of acts)
      for (const where of places) tell({ name, where, ...(await trained(where, act)) });
  },
  /** In the loss of a loop; and asked at every moment while it closes. */
  async 'in a loop, and asked'() {
    tell({ name: 'loss', ...(await looped(close)) });
    for (const ask of ['flush', 'finish', 'close']) {
      const model = build();
      const vitals = await attach(model);
      await train(model, examples(), { epochs: 1 });
      const pending = [];
      let closed = false;
      const closing = vitals.close().then(() => {
        closed = true;
      });
      for (let more = 0; more < 3; ) {
        pending.push(vitals[ask]());
        await turn();
        if (closed) more++;
      }
      await Promise.all([closing, ...pending]);
      tell({ ask, answered: true });
      note({ asked: pending.length });
    }
  },
  /** A listener that closes when it hears that the run is over, and hears that because it is closed. */
  async 'closed by who hears of it'() {
    const model = build();
    const vitals = await attach(model);
    let heard = 0;
    vitals.on('run', () => {
      heard++;
      void vitals.close();
    });
    await train(model, examples(), { callbacks: { onBatchEnd: once(() => vitals.close()) } });
    await vitals.close();
    tell({ weights: hashOf(model.getWeights()) });
    note({ heard });
  },
  /** The same address, while the exporter that had it ends. */
  async 'watched again at the same address'() {
    const model = build();
    let vitals = await attach(model);
    const port = new URL(vitals.url ?? 'http://h:1').port;
    for (let turns = 0; turns < 40; turns += 5) {
      const closing = vitals.close();
      for (let at = 0; at < turns; at++) await turn();
      vitals = await attach(model, { port: Number(port) });
      await model.trainOnBatch(...Object.values(examples()));
      await vitals.flush();
      await closing;
    }
    await vitals.close();
    tell({ weights: hashOf(model.getWeights()) });
  },
});
