/** One subject on one backend, in a process of its own: `child.mjs BACKEND [SUBJECT SECONDS]`; tells its parent. */
import { useBackend } from '../backend.mjs';
import { subjects } from '../subjects.mjs';
import { bandwidth } from './bandwidth.mjs';
import { measureRounds } from './rounds.mjs';
import { summarize, unitCost } from './summary.mjs';

const [name, id, seconds] = process.argv.slice(2);
const backend = await useBackend(name);
process.send(await result(), () => process.exit(0));

async function result() {
  if (backend.absent) return { absent: backend.absent };
  const { device, isOnGpu } = backend;
  if (id === undefined) return { device };
  const memory = await bandwidth(backend);
  const measured = await measureRounds(backend, id, subjects[id], Number(seconds));
  if (measured.tooSlow) return { tooSlow: measured.tooSlow };
  const { rounds, runs, model } = measured;
  const summary = summarize(runs);
  const { steps } = runs[0].blocks[0];
  const cost = unitCost(summary, model, backend);
  return { device, isOnGpu, ...model, rounds, stepsPerBlock: steps, ...summary, cost, memory };
}
