import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const place = (path) => fileURLToPath(new URL(path, root));

/** The runs: a healthy one, and one a symptom. Two of them are still training when the picture is taken. */
const LONG = ['--steps', '20000'];
const RUNS = [
  { flags: LONG },
  { fault: 'dead-relu' },
  { fault: 'vanishing-gradient' },
  { fault: 'learning-rate-too-high', flags: LONG },
];
const RAISED_WITHIN = 300_000;

/** The Prometheus of the tests, compiled: Node 20 reads no TypeScript. It ends what it started with `stopAll`. */
export async function testStack() {
  const args = ['-p', place('scripts/dashboard-pictures/tsconfig.json')];
  const { status } = spawnSync(place('node_modules/.bin/tsc'), args, { cwd: place('.'), stdio: 'inherit' });
  if (status !== 0) throw new Error(`compiling test/stack: tsc ended with ${status}`);
  const load = (name) => import(new URL(`.cache/stack/${name}.js`, root).href);
  return { ...(await load('server')), ...(await load('rules')), ...(await load('prometheus')) };
}

/** A Prometheus with real runs of at least so many seconds: until each sick one has raised its symptom. */
export async function filledPrometheus({ serve, rulesForTest, startPrometheus }, seconds) {
  // In a minute no alert could be seen that waits for five.
  const bounds = { for: '3s', keepFiringFor: '10s', interval: '1s' };
  const { file } = await rulesForTest(place('alerts/trainvitals.rules.yml'), bounds);
  const demo = ({ fault, flags = [] }) => {
    const args = [place('dist/cli/main.js'), 'demo', ...(fault ? ['--fault', fault] : []), ...flags];
    return serve(process.execPath, (port) => [...args, '--port', `${port}`], '/metrics');
  };
  const runs = await Promise.all(RUNS.map(demo));
  const targets = runs.map(({ url }) => new URL(url).host);
  const prometheus = await startPrometheus({ targets, rules: [file] });
  const all = `count(training_steps_total) == ${runs.length}`;
  await prometheus.waitFor(all, async () => (await prometheus.query(all)).at(0));
  const from = Math.floor(Date.now() / 1000);
  for (const { fault } of RUNS.filter(({ fault }) => fault)) {
    const raised = `training_symptom_active{run="demo-${fault}",symptom="${fault}"} == 1`;
    await prometheus.waitFor(raised, async () => (await prometheus.query(raised)).at(0), RAISED_WITHIN);
  }
  await pause(Math.max(0, (from + seconds) * 1000 - Date.now()));
  return { prometheus, time: { from, to: Math.floor(Date.now() / 1000) } };
}
