import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, printTable, writeResults } from '../report.mjs';
import { flatness } from './flat.mjs';

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));
const SCRAPE_EVERY_MS = 1000;
const HELP = `Trains a tiny watched model for many steps, scraped each second, and says whether its memory stays flat.

  npm run bench:soak -- [options]

  --steps N     default 100000
  --seconds N   ends after so many, whatever the steps; default 300
  --out FILE    default bench/results/soak.json, with another option .cache/soak.json
`;

/** Memory of a long run at ten points. */
export async function soak(args) {
  const text = { type: 'string' };
  const options = { steps: text, seconds: text, out: text, help: { type: 'boolean' } };
  const { values } = parseArgs({ args, options });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [steps, seconds] = [
    positive('steps', values.steps ?? '100000'),
    positive('seconds', values.seconds ?? '300'),
  ];
  const { points, scrapes } = await train(steps, seconds);
  printTable(points);
  const flat = Object.fromEntries(
    ['rss', 'heapUsed', 'external', 'numTensors'].map((name) => [
      name,
      flatness(points.map((point) => point[name])),
    ]),
  );
  for (const [name, { growth, isFlat }] of Object.entries(flat))
    console.log(`${name}: ${isFlat ? 'flat' : 'NOT flat'} (${(100 * growth).toFixed(1)} %)`);
  const isPart = values.steps !== undefined || values.seconds !== undefined;
  const out = values.out ?? `${isPart ? '.cache' : 'bench/results'}/soak.json`;
  await writeResults(out, {
    benchmark: 'soak',
    question: 'does the memory of a long run stay flat?',
    date: new Date().toISOString(),
    machine: await machine(),
    asked: { steps, seconds },
    scrapes,
    flat,
    points,
  });
  console.log(`\nWritten to ${out}`);
}

function positive(name, text) {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`bench: --${name} must be a number above 0, got "${text}"`);
}

/** Trains in a process of its own and scrapes it from this one, as Prometheus would. */
async function train(steps, seconds) {
  const child = fork(CHILD, [String(steps), String(seconds)], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const points = [];
  let [timer, scrapes] = [undefined, 0];
  child.on('message', ({ url, point }) => {
    if (point) points.push(point);
    if (!url) return;
    timer = setInterval(async () => {
      // The last scrape may come when the exporter is gone.
      const text = await fetch(`${url}/metrics`).then(
        (response) => response.text(),
        () => undefined,
      );
      if (text !== undefined) scrapes++;
    }, SCRAPE_EVERY_MS);
  });
  const [code] = await once(child, 'exit');
  clearInterval(timer);
  if (code !== 0) throw new Error(`bench: the soaked process ended with code ${code}`);
  return { points, scrapes };
}
