import { readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../src/generate/alerts.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { rulesForTest } from './stack/rules.js';
import { scratchFolder } from './stack/server.js';
import { type Slurm, startSlurm } from './stack/slurm.js';
import { until } from './stack/until.js';
import { missing, requireTool, runTool } from './tools.js';

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const TASKS = 4;

const isInstalled =
  ['slurmctld', 'slurmd', 'munged', 'sbatch', 'prometheus'].every((tool) => requireTool(tool as 'slurmd')) &&
  (userInfo().uid === 0 || missing('slurmd starts tasks only as root'));

/** The batch script of deploy/slurm on a real Slurm of one node, watched by a real Prometheus. */
describe.runIf(isInstalled)('a job of several tasks', () => {
  let slurm: Slurm;
  let prometheus: Prometheus;
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    folder = await scratchFolder('register');
    slurm = await startSlurm();
    const { file } = await rulesForTest({ text: rules(catalogue) }, { for: '1s' });
    prometheus = await startPrometheus({ folder, rules: [file] });
    env = { ...slurm.env, TRAINVITALS_REGISTER: folder, TRAINVITALS_HOST: '127.0.0.1' };
  });
  afterAll(async () => {
    await prometheus?.stop();
    await slurm?.stop();
  });

  /** Submits a program to the script of the deployment; returns the job's number. */
  function submitted(name: string, ...program: string[]): string {
    // More tasks than this machine has processors.
    const ours = ['--parsable', '--overcommit', `--job-name=${name}`, `--ntasks=${TASKS}`];
    const output = `--output=${join(folder, `${name}.log`)}`;
    const { status, output: said } = runTool(
      'sbatch',
      [...ours, output, root('deploy/slurm/train.sbatch'), ...program],
      { env },
    );
    expect(status, said).toBe(0);
    return said.trim();
  }

  const registered = () => readdirSync(folder).filter((name) => name.endsWith('.json'));

  test('is one run with a rank for each task, found by itself; cancelled, it is no lost one', async () => {
    const run = `mnist-${submitted('mnist', process.execPath, root('test/slurm/task.mjs'))}`;
    const ranks = await prometheus.waitFor('all ranks', async () => {
      const found = await prometheus.query(`training_steps_total{run="${run}"} > 0`);
      return found.length === TASKS && found.map(({ labels }) => labels.rank).sort();
    });
    expect(ranks).toEqual(['0', '1', '2', '3']);
    const infos = await prometheus.query(`training_run_info{run="${run}",world_size="${TASKS}"}`);
    expect(new Set(infos.map(({ labels }) => labels.instance)).size).toBe(TASKS);
    expect(registered()).toHaveLength(TASKS);

    runTool('scancel', [run.replace('mnist-', '')], { env });
    await until('the tasks to remove their registrations', async () => registered().length === 0);
    await prometheus.waitFor('the targets to be gone', async () => {
      const left = await prometheus.query(`training_run_state{run="${run}"}`);
      return left.length === 0;
    });
    const last = `last_over_time(training_run_state{run="${run}"}[5m]) == 1`;
    expect((await prometheus.query(last)).map(({ labels }) => labels.state)).toEqual(
      Array(TASKS).fill('finished'),
    );
    expect((await prometheus.alerts()).filter(({ labels }) => labels.symptom === 'run-lost')).toEqual([]);
  });

  test('has one process outside of srun, whatever the job asked for', async () => {
    // The batch script itself has a rank in its environment.
    const script = `exec ${process.execPath} ${root('test/slurm/task.mjs')}`;
    const { output } = runTool(
      'sbatch',
      ['--parsable', '--overcommit', '--job-name=alone', `--ntasks=${TASKS}`, `--wrap=${script}`],
      { env, cwd: folder },
    );
    const info = await prometheus.waitFor('the run', async () =>
      (await prometheus.query(`training_run_info{run="alone-${output.trim()}"}`)).at(0),
    );
    expect(info.labels).toMatchObject({ world_size: '1' });
    expect(info.labels.rank).toBeUndefined();
    runTool('scancel', [output.trim()], { env });
  });
});
