/**
 * A scraped process, `fleet.mjs FIRST LAST LAYERS START`: runs, each behind an address of its own, as a process of its own
 * would be. Their past begins at the Unix time START.
 */
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { networkOf } from './network.mjs';
import { Past } from './past.mjs';
import { SyntheticRun } from './synthetic-run.mjs';
import { serveRun } from './target.mjs';

const [first, last, layers, start] = process.argv.slice(2).map(Number);
const plan = networkOf(layers);
const pasts = [];
const addresses = [];
const live = () => {
  if (pasts.every(({ isOver }) => isOver)) process.send({ isLive: true });
};
for (let index = first; index <= last; index++) {
  const run = new SyntheticRun(index, plan, start);
  const past = new Past(run, start);
  pasts.push(past);
  addresses.push(await serveRun(run, past, live));
}
process.on('disconnect', () => process.exit());
process.send({ addresses });

while (pasts.some(({ isOver }) => !isOver)) {
  let made = 0;
  for (const past of pasts) {
    made += Number(await past.make(Date.now() / 1000));
    await turn();
  }
  if (made === 0) await pause(100);
}
