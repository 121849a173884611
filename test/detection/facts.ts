import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { version as tfjs } from '@tensorflow/tfjs';
import { VERSION } from '../../dist/version.js';
import { partOf, type ZooRun } from '../zoo/run.js';
import type { Outcome } from './outcome.js';
import type { Measured, SettingFacts } from './results.js';

/** On what, with what and of what it was measured. */
export function factsOf(
  runs: readonly ZooRun[],
  outcomes: readonly Outcome[],
  told: Pick<Measured, 'seeds' | 'alerts' | 'replayed' | 'seconds'>,
): Measured {
  const count = (is: (run: ZooRun) => boolean) => runs.filter(is).length;
  const settings = [...new Set(outcomes.map(({ setting }) => setting))];
  return {
    date: new Date().toISOString().slice(0, 10),
    version: VERSION,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    tfjs: tfjs['tfjs-core'] ?? 'unknown',
    ...told,
    runs: {
      healthy: count(({ kind }) => kind === 'healthy'),
      sick: count(({ kind }) => kind === 'sick'),
      unseen: count((run) => partOf(run) === 'unseen'),
      'held out': count((run) => partOf(run) === 'held out'),
      'chosen on': count((run) => partOf(run) === 'chosen on'),
      cpu: count(({ backend }) => backend !== 'wasm'),
      wasm: count(({ backend }) => backend === 'wasm'),
    },
    settings: settings.map((setting) => settingFacts(setting, outcomes)),
  };
}

function settingFacts(setting: string, outcomes: readonly Outcome[]): SettingFacts {
  const own = outcomes.filter((each) => each.setting === setting && each.error === undefined);
  const sum = (of: (outcome: Outcome) => number) => own.reduce((total, each) => total + of(each), 0);
  return {
    setting,
    trainings: own.length,
    reused: own.filter(({ reused }) => reused).length,
    steps: sum(({ steps }) => steps),
    sampled: sum(({ sampled }) => sampled),
    taped: own.filter(({ taped }) => taped !== undefined).length,
  };
}

/** `2.42.0`. */
export function prometheusVersion(): string {
  const text = execFileSync('prometheus', ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return /version (\d\S*?)(?:\+\S*)?[\s,]/.exec(text)?.[1] ?? 'unknown';
}
