/** Inside the exporter thread: starts it, and then does what it is told, once. */
import { workerData } from 'node:worker_threads';

const { entry, order, deeds } = workerData.saboteur;
await import(entry);
setInterval(() => {
  const deed = deeds[Atomics.exchange(order, 0, 0)];
  if (deed === 'throw') throw new Error('sabotaged');
  if (deed === 'exit') process.exit(7);
  if (deed === 'hang') for (;;);
  // Numbers in a row: what the collector need not look into, so that the limit is reached and not a thread that is busy collecting.
  if (deed === 'allocate') for (const held = []; ; ) held.push(new Array(100_000).fill(Math.random()));
}, 5).unref();
