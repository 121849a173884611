import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WatchOptions } from 'trainvitals';
import { expect } from 'vitest';
import { end, scratchFolder } from '../stack/server.js';

/** How a program ended, and what it said. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** Without the lines of the agent, and without the frames of stacks: the agent's wrappers stand among them. */
  readonly stderr: string;
}

/** An outcome with what only a watched program has. */
export interface Watched extends Outcome {
  /** The agent's own lines, in their order. */
  readonly lines: readonly string[];
  /** What the program noted for the test (see training.mjs). */
  readonly notes: readonly Readonly<Record<string, unknown>>[];
}

/** What a program of ./programs is told to do. */
export interface Order {
  readonly scenario: string;
  /** Options of `watch`; left out, nothing is watched. */
  readonly watch?: WatchOptions | null;
  readonly [more: string]: unknown;
}

/** A program of ./programs that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** Standard output so far. */
  out(): string;
  notes(): readonly Readonly<Record<string, unknown>>[];
  ended: Promise<Watched>;
  stop(): Promise<void>;
}

/** How a program is started. */
export interface Start {
  /** Arguments of Node, before the program. */
  readonly nodeArgs?: readonly string[];
  /** The command line that runs another one, for a program that needs a mount of its own. */
  readonly within?: (command: readonly string[]) => readonly string[];
}

/** Starts a program of ./programs. */
export async function start(
  program: string,
  order: Order,
  { nodeArgs = [], within = (command) => command }: Start = {},
): Promise<Running> {
  const file = fileURLToPath(new URL(`programs/${program}.mjs`, import.meta.url));
  const notes = join(await scratchFolder('faults'), 'notes');
  const own = [process.execPath, ...nodeArgs, file, JSON.stringify({ notes, ...order })];
  const [command = '', ...args] = within(own);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const noted = () =>
    existsSync(notes)
      ? readFileSync(notes, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line): Record<string, unknown> => JSON.parse(line))
      : [];
  const ended = new Promise<Watched>((resolve) =>
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout: out, ...split(err), notes: noted() }),
    ),
  );
  return { child, out: () => out, notes: noted, ended, stop: () => end(child) };
}

/** Runs it to its end. */
export async function outcomeOf(program: string, order: Order, how?: Start): Promise<Watched> {
  return (await start(program, order, how)).ended;
}

/**
 * Runs a program without the agent and with it: both must end alike, and have said the same; the agent only what `says`.
 * `without`: what the former came to, where that is known.
 */
export async function sameOutcome(
  program: string,
  order: Order,
  how: Start & { readonly says?: readonly unknown[]; readonly without?: Promise<Outcome> } = {},
): Promise<Watched> {
  const [without, watched] = await Promise.all([
    how.without ?? outcomeOf(program, { ...order, watch: null }, how),
    outcomeOf(program, { ...order, watch: order.watch ?? {} }, how),
  ]);
  const said = ({ code, signal, stdout, stderr }: Outcome): Outcome => ({ code, signal, stdout, stderr });
  expect(said(watched)).toEqual(said(without));
  expect(watched.lines).toEqual(how.says ?? []);
  return watched;
}

function split(err: string): Pick<Watched, 'stderr' | 'lines'> {
  const all = err.split('\n');
  const isOurs = (line: string) => line.startsWith('trainvitals:');
  const isFrame = (line: string) => /^\s+at /.test(line);
  return {
    stderr: all.filter((line) => !isOurs(line) && !isFrame(line)).join('\n'),
    lines: all.filter(isOurs),
  };
}
