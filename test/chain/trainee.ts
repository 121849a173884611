import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WatchOptions } from 'trainvitals';
import { end } from '../stack/server.js';

/** A training run in a process of its own (run.mjs). */
export interface Trainee {
  readonly run: string;
  /** Where it is scraped, `127.0.0.1:40123`. */
  readonly address: string;
  /** Tells it what happens next. */
  order(what: 'poison' | 'block' | 'end'): void;
  kill(signal?: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  exit(): Promise<number | string>;
  stop(): Promise<void>;
}

/** Starts a run that trains until it is told otherwise; its hidden layer is alive or dead from the start. */
export async function startTrainee(
  run: string,
  hidden: 'alive' | 'dead' = 'alive',
  options: WatchOptions = {},
): Promise<Trainee> {
  const program = fileURLToPath(new URL('run.mjs', import.meta.url));
  const child = fork(program, [run, hidden === 'dead' ? '-100' : '0', JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = endOf(child);
  const address = await Promise.race([
    once(child, 'message').then(([message]) => (message as { address: string }).address),
    ended.then((how) => Promise.reject(new Error(`run ${run} ended before it trained (${how}):\n${errors}`))),
  ]);
  return {
    run,
    address,
    order: (what) => child.send(what),
    kill: (signal = 'SIGKILL') => child.kill(signal),
    exit: () => ended,
    stop: () => end(child),
  };
}

const endOf = (child: ChildProcess) =>
  new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  );
