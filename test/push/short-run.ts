import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WatchOptions } from 'trainvitals';
import { end } from '../stack/server.js';

const PROGRAM = fileURLToPath(new URL('run.mjs', import.meta.url));

export interface ShortRun {
  readonly state?: 'finished' | 'failed';
  readonly isPoisoned?: boolean;
  readonly options: Pick<WatchOptions, 'run' | 'push' | 'linger' | 'rank' | 'worldSize'>;
}

/** Starts a process that trains for 30 steps (run.mjs) and ends; `ended` has its exit code and what it said. */
export function startShortRun(short: ShortRun): {
  ended: Promise<{ code: number | null; said: readonly string[] }>;
  stop(): Promise<void>;
} {
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, JSON.stringify(short)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return {
    ended: new Promise((resolve) =>
      child.once('close', (code) =>
        resolve({ code, said: errors.split('\n').filter((line) => line.includes('trainvitals')) }),
      ),
    ),
    stop: () => end(child),
  };
}
