import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { runTool } from '../tools.js';
import { freePort, scratchFolder, startProgram } from './server.js';
import { until } from './until.js';

/** A cluster of Slurm of one node, this machine. */
export interface Slurm {
  /** For sbatch, scancel and squeue. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts munged, slurmctld and slurmd with a configuration, a key and sockets of their own. */
export async function startSlurm(): Promise<Slurm> {
  const folder = await scratchFolder('slurm');
  await Promise.all(['state', 'spool'].map((name) => mkdir(join(folder, name))));
  const key = join(folder, 'munge.key');
  await writeFile(key, randomBytes(1024), { mode: 0o400 });
  await chmod(folder, 0o711); // munged wants its socket to be reachable
  const conf = join(folder, 'slurm.conf');
  await writeFile(conf, configuration(folder, await freePort(), await freePort()));
  const env = { ...process.env, SLURM_CONF: conf };

  const own = (name: string) => join(folder, name);
  const daemons = [
    startProgram('munged', [
      '--foreground',
      '--force',
      `--key-file=${key}`,
      `--socket=${own('munge.sock')}`,
      `--pid-file=${own('munged.pid')}`,
      `--log-file=${own('munged.log')}`,
      `--seed-file=${own('munged.seed')}`,
    ]),
  ];
  const log = () => daemons.map((daemon) => daemon.log()).join('\n');
  const state = async () => log().split('\n').slice(-20).join('\n');
  await until('munged to make its socket', async () => runMunge(own('munge.sock')), { state });
  daemons.push(startProgram('slurmctld', ['-D', '-i'], env), startProgram('slurmd', ['-D'], env));
  await until(
    'the node to be idle',
    async () =>
      runTool('sinfo', ['--noheader', '--format=%T'], { env }).output.trim() === 'idle' || undefined,
    { state, timeout: 60_000 },
  );
  return {
    env,
    stop: async () => {
      for (const daemon of daemons.reverse()) await daemon.stop();
    },
  };
}

const runMunge = (socket: string): Promise<true | undefined> =>
  new Promise((resolve) => {
    const child = spawn('munge', ['--no-input', '--socket', socket], { stdio: 'ignore' });
    child.once('error', () => resolve(undefined));
    child.once('exit', (code) => resolve(code === 0 || undefined));
  });

const configuration = (folder: string, controller: number, node: number) => `
ClusterName=test
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmUser=${userInfo().username}
SlurmdUser=${userInfo().username}
AuthType=auth/munge
AuthInfo=socket=${join(folder, 'munge.sock')}
StateSaveLocation=${join(folder, 'state')}
SlurmdSpoolDir=${join(folder, 'spool')}
SlurmctldPidFile=${join(folder, 'slurmctld.pid')}
SlurmdPidFile=${join(folder, 'slurmd.pid')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
SelectType=select/cons_tres
KillWait=60
NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
