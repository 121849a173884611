import { type ChildProcess, spawn } from 'node:child_process';
import { TrainvitalsError } from '../../errors.js';

/** How a program ended. */
export interface Outcome {
  /** Null where it could not be started, or a signal ended it. */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. */
export type Run = (
  command: string,
  args: readonly string[],
  options?: { readonly cwd?: string },
) => Promise<Outcome>;

/** A program that the build needs has failed; `output` is what it said. */
export class StepFailed extends TrainvitalsError {
  readonly output: string;

  constructor(message: string, { out, err }: Outcome) {
    super('BUILD', message);
    this.output = `${out}${err}`.trim();
  }
}

/** How long a program may take to end when it is asked to, before it is killed: npm undoes what it began. */
const GRACE = 5_000;

/**
 * Runs programs until `signal`: then the one that runs is ended, with all that it started, and its promise rejects
 * with the signal's reason once they are gone.
 */
export const runner =
  (signal: AbortSignal): Run =>
  async (command, args, { cwd } = {}) => {
    signal.throwIfAborted();
    // A process group of its own, so that Ctrl-C reaches it once, from here, and its children with it.
    const child = spawn(command, args, { ...(cwd !== undefined && { cwd }), detached: true, stdio: PIPES });
    const text = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      text.out += data;
    });
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      text.err += data;
    });
    child.on('error', (error) => {
      text.err += error.message;
    });
    let insist: NodeJS.Timeout | undefined;
    const stop = () => {
      kill(child, 'SIGTERM');
      insist = setTimeout(() => kill(child, 'SIGKILL'), GRACE);
    };
    signal.addEventListener('abort', stop, { once: true });
    const status = await ended(child);
    signal.removeEventListener('abort', stop);
    clearTimeout(insist);
    signal.throwIfAborted();
    return { status, ...text };
  };

const PIPES: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];

/** "close" comes when nobody holds the pipes any more: no child of the child is left either. */
async function ended(child: ChildProcess): Promise<number | null> {
  await new Promise((resolve) => child.once('close', resolve));
  return child.pid === undefined ? null : child.exitCode;
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
