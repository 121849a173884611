import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { settingOf } from '../zoo/tapes.js';
import type { Outcome } from './outcome.js';
import { failed, type Job } from './training.js';

const TRAINEE = fileURLToPath(new URL('trainee.js', import.meta.url));
/** The longest runs take a few seconds; what takes this long hangs. */
const JOB_LIMIT_MS = 180_000;
const LINES_IN_ERRORS = 4;

/** Does the jobs in `size` processes at once; `told` hears the outcomes of each as it ends. */
export async function performAll(
  jobs: readonly Job[],
  size: number,
  told: (outcomes: readonly Outcome[]) => void,
): Promise<readonly Outcome[]> {
  const waiting = [...jobs];
  const all: Outcome[] = [];
  const work = async () => {
    let hand: Hand | undefined;
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      hand ??= new Hand();
      const { outcomes, gone } = await hand.perform(job);
      all.push(...outcomes);
      told(outcomes);
      // The next job gets a fresh process: this one ended or hangs.
      if (gone) hand = undefined;
    }
    hand?.end();
  };
  await Promise.all(Array.from({ length: size }, work));
  return all;
}

/** One child process. */
class Hand {
  private readonly child: ChildProcess = fork(TRAINEE, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  private errors = '';

  constructor() {
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors = (this.errors + text).slice(-4000);
    });
  }

  /** `gone`: the process cannot be used any more. */
  perform(job: Job): Promise<{ outcomes: readonly Outcome[]; gone: boolean }> {
    return new Promise((resolve) => {
      const settle = (outcomes: readonly Outcome[], gone: boolean) => {
        clearTimeout(timer);
        this.child.removeAllListeners('message').removeAllListeners('exit');
        if (gone) this.child.kill('SIGKILL');
        resolve({ outcomes, gone });
      };
      const lost = (why: string) => {
        const tail = this.errors.trim().split('\n').slice(-LINES_IN_ERRORS).join(' | ');
        const settings = [settingOf({}), ...job.every.map((every) => settingOf({ every }))];
        const { run, seed } = job;
        settle(
          settings.map((setting) => failed({ run, seed, setting }, `${why}: ${tail}`)),
          true,
        );
      };
      const timer = setTimeout(() => lost(`it took longer than ${JOB_LIMIT_MS / 1000} s`), JOB_LIMIT_MS);
      this.child.once('message', (outcomes) => settle(outcomes as readonly Outcome[], false));
      this.child.once('exit', (code) => lost(`its process ended with code ${code}`));
      this.child.send(job);
    });
  }

  end(): void {
    this.child.disconnect();
  }
}
