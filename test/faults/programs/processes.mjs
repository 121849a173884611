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

/** Trains while children live, one after the other, and says what all of them came to. */
async function parent(...begins) {
  const model = build();
  const vitals = await attach(model);
  const said = [];
  const onBatchEnd = async () => {
    const begin = begins.shift();
    if (begin) said.push(await saidBy(begin(vitals)));
  };
  const losses = await train(model, examples(), { callbacks: { onBatchEnd } });
  note({ registered: registered() });
  tell({ losses, weights: hashOf(model.getWeights()), said });
  await vitals.close();
}

await play({
  forks: () =>
    parent(
      () => child('child, not watched'),
      (vitals) => child('child, same port', { port: portOf(vitals) }),
      () => child('child, any port'),
      () => {
        const started = child('child, for ever');
        started.once('message', () => started.kill('SIGKILL'));
        return started;
      },
    ),
  'child, not watched': () => trained(),
  'child, same port': () =>
    trained((model) =>
      attach(model, { port: order.port }).catch(({ message }) => {
        note({ refused: message, port: order.port });
      }),
    ),
  'child, any port': () => trained((model) => attach(model)),
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
