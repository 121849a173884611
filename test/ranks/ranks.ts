import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { end } from '../stack/server.js';

/** What a rank does: it trains; disturbs one layer once; takes its own gradients; does more than the others; ends. */
export type Order = 'train' | 'disturb' | 'own' | 'slow' | 'end';

/** A run on several processes (rank.mjs), whose gradients this process averages. */
export interface Ranks {
  /** Where each is scraped, in the order of the ranks. */
  readonly addresses: readonly string[];
  order(rank: number, what: Order): void;
  stop(): Promise<void>;
}

/** Starts as many ranks of a run; they train until they are told otherwise. */
export async function startRanks(run: string, worldSize: number): Promise<Ranks> {
  const program = fileURLToPath(new URL('rank.mjs', import.meta.url));
  const children = Array.from({ length: worldSize }, (_, rank) =>
    fork(program, [run, String(rank), String(worldSize)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );
  const addresses = await Promise.all(children.map(addressOf));
  average(children);
  return {
    addresses,
    order: (rank, what) => children[rank]?.send(what),
    stop: async () => {
      await Promise.all(children.map(end));
    },
  };
}

async function addressOf(child: ChildProcess, rank: number): Promise<string> {
  const [message] = await Promise.race([
    once(child, 'message') as Promise<{ address: string }[]>,
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`rank ${rank} ended at once (${code})`))),
  ]);
  return message?.address ?? '';
}

/** Collects the gradients of all ranks, and sends each the mean. */
function average(children: readonly ChildProcess[]): void {
  let collected: Float32Array[][] = [];
  for (const child of children)
    child.on('message', ({ gradients }: { gradients?: Float32Array[] }) => {
      if (!gradients) return;
      collected.push(gradients);
      if (collected.length < children.length) return;
      const mean = meanOf(collected);
      collected = [];
      for (const each of children) each.send({ mean });
    });
}

const meanOf = ([first = [], ...others]: readonly Float32Array[][]): Float32Array[] =>
  first.map((values, at) =>
    values.map((value, n) => {
      const sum = others.reduce((total, other) => total + (other[at]?.[n] ?? Number.NaN), value);
      return sum / (others.length + 1);
    }),
  );
