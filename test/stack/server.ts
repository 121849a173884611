import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

/** A server that a test started: its address, its log so far, and its end. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  log(): string;
  stop(): Promise<void>;
}

const LOG_LINES_IN_ERRORS = 15;

const folders: string[] = [];
const children = new Set<ChildProcess>();

/** Ends every program that was started, and removes the folders. */
export async function stopAll(): Promise<void> {
  await Promise.all([...children].map(end));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

// A test that failed half-way may not have stopped what it started; its file must leave nothing behind. Benchmarks
// start servers as well, and outside of a test there is nobody to call this.
if (process.env.VITEST) (await import('vitest')).afterAll(stopAll);

/** A TCP port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port was given')),
      );
    });
  });
}

/** An empty folder of its own, removed when the test file has ended. */
export async function scratchFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `trainvitals-${name}-`));
  folders.push(folder);
  return folder;
}

/** A program that runs until it is stopped, or the test file ends. */
export interface Program {
  readonly pid: number;
  log(): string;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

/** Starts a program and keeps what it says. */
export function startProgram(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Program {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  child.once('error', (error) => lines.push(`${error}`));
  children.add(child);
  return {
    pid: child.pid ?? 0,
    log: () => lines.join(''),
    hasEnded: () => hasEnded(child),
    stop: () => end(child),
  };
}

/**
 * Starts a program that listens on a free loopback port, and waits until `ready`, asked with `headers`, answers 200. It
 * ends with `stop()` or with the test file.
 */
export async function serve(
  command: string,
  args: (port: number) => readonly string[],
  ready: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const port = await freePort();
  const { pid, log, hasEnded: isOver, stop } = startProgram(command, args(port));
  const url = `http://127.0.0.1:${port}`;
  const tail = () => log().trimEnd().split('\n').slice(-LOG_LINES_IN_ERRORS).join('\n');
  try {
    const up = await until(
      `${command} to listen on ${url}`,
      async () => (isOver() ? 'ended' : (await fetch(url + ready, { headers })).ok && 'ready'),
      { state: tail },
    );
    if (up === 'ended') throw new Error(`${command} ended before it was ready:\n${tail()}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid, log, stop };
}

const hasEnded = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** Asks a child process to end, insists after ten seconds, and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (hasEnded(child)) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(insist);
}
