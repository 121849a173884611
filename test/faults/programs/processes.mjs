/** A training process that starts others of itself: forked, in a cluster, watched or not, outliving it or not. */
import { fork } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { attach, build, examples, hashOf, note, order, play, tell, train } from './training.mjs';

const program = fileURLToPath(import.meta.url);
const portOf = ({ url }) => Number(new URL(url ?? 'http://h:1').port);

/** Starts this program as another process, and returns it. */
const child = (scenario, more = {}, stdio = 'inherit') =>
  fork(program, [JSON.stringify({ ...order, scenario, ...more })], { stdio: [stdio, stdio, stdio, 'ipc'] });

/** What a child sent, once it ended. */
async function saidBy(process) {
  const said = [];
  process.on('message', (message) => said.push(message));
  const [code] = await once(process, 'exit');
  return { code, said };
}

/** Trains a little, with what `attached` gives, and sends what came of it to the parent. */
async function trained(attached) {
  const model = build();
  const vitals = await attached?.(model);
  await train(model, examples());
  process.send(hashOf(model.getWeights()));
  await vitals?.close();
}

/** Registrations that there are. */
const registered = () => (order.watch ? readdirSync(order.watch.register).length : undefined);

/** Trains while a child lives, and says what both came to. */
async function parent(begin) {
  const model = build();
  const vitals = await attach(model);
  const data = examples();
  let ended;
  const onBatchEnd = async (batch) => {
    ended ??= saidBy(begin(vitals));
    if (batch === 5) await ended;
  };
  const losses = await train(model, data, { callbacks: { onBatchEnd } });
  const { code, said } = await ended;
  note({ registered: registered() });
  tell({ losses, weights: hashOf(model.getWeights()), code, said });
  await vitals.close();
}

await play({
  'forks one that is not watched': () => parent(() => child('child, not watched')),
  'child, not watched': () => trained(),
  'forks one that wants the same port': () =>
    parent((vitals) => child('child, same port', { port: portOf(vitals) })),
  'child, same port': () =>
    trained((model) =>
      attach(model, { port: order.port }).catch(({ message }) => {
        note({ refused: message, port: order.port });
      }),
    ),
  'forks one that takes any port': () => parent(() => child('child, any port')),
  'child, any port': () => trained((model) => attach(model)),
  'forks one that is killed': () =>
    parent(() => {
      const started = child('child, for ever');
      started.once('message', () => started.kill('SIGKILL'));
      return started;
    }),
  async 'child, for ever'() {
    const model = build();
    await attach(model);
    process.send('trains');
    for (;;) {
      await train(model, examples(), { epochs: 1 });
      await pause(5);
    }
  },
  /** Ends while its child trains on. */
  async 'ends before its child'() {
    const model = build();
    const vitals = await attach(model);
    const { xs, ys } = examples();
    await model.trainOnBatch(xs, ys);
    // What it says would keep the pipes of this one open.
    const started = child('child that stays', {}, 'ignore');
    await once(started, 'message');
    note({ pid: started.pid, port: portOf(vitals) });
    process.exit(0);
  },
  async 'child that stays'() {
    process.on('disconnect', () => {});
    const model = build();
    const { xs, ys } = examples();
    await model.trainOnBatch(xs, ys);
    process.send('trained');
    for (;;) {
      await model.trainOnBatch(xs, ys);
      await pause(20);
    }
  },
  /** Two workers of a cluster, that each want the port of the primary process, and then any. */
  async cluster() {
    const model = build();
    const vitals = await attach(model);
    cluster.setupPrimary({
      exec: program,
      args: [JSON.stringify({ ...order, scenario: 'worker of a cluster', port: portOf(vitals) })],
    });
    const ended = [cluster.fork(), cluster.fork()].map(saidBy);
    const losses = await train(model, examples());
    const said = await Promise.all(ended);
    note({ registered: registered() });
    tell({ losses, weights: hashOf(model.getWeights()), said });
    await vitals.close();
  },
  async 'worker of a cluster'() {
    await trained((model) =>
      attach(model, { port: order.port }).catch(({ message }) => {
        note({ refused: message, port: order.port });
        return attach(model);
      }),
    );
    process.disconnect();
  },
});
