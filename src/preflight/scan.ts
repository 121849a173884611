import type { Engine } from '../statistics/engine.js';
import type { Clock } from './clock.js';
import { rowsOf } from './engine.js';
import type { Part } from './examples.js';

/** Values that are read at once at most, 16 MB: a large data set is never copied whole. */
export const CHUNK = 4_000_000;

/** Some examples one after the other: `rows` of them, `width` values each, from example `begin` on. */
export interface Chunk {
  readonly values: ArrayLike<number>;
  readonly begin: number;
  readonly rows: number;
  readonly width: number;
}

/** Learns one thing of a data set, of which it is handed every chunk once, in their order. */
export interface ChunkReader {
  read(chunk: Chunk): void;
}

/** Values of one example. */
export const widthOf = ({ tensor }: Part): number => tensor.size / (tensor.shape[0] || 1);

/** Hands all examples to the readers, chunk by chunk, until the time is over; returns how many it came to. */
export async function scan(
  engine: Engine,
  part: Part,
  clock: Clock,
  readers: readonly ChunkReader[],
  most = CHUNK,
): Promise<number> {
  const [size = 0] = part.tensor.shape;
  const width = widthOf(part);
  const step = Math.max(1, Math.floor(most / Math.max(1, width)));
  for (let begin = 0; begin < size; begin += step) {
    if (begin > 0) {
      await clock.pause(`${part.name}: ${begin} of ${size} examples`);
      if (clock.isOver()) return begin;
    }
    const rows = Math.min(step, size - begin);
    const values = await valuesOf(engine, part, begin, rows);
    for (const reader of readers) reader.read({ values, begin, rows, width });
  }
  return size;
}

async function valuesOf(engine: Engine, { tensor }: Part, begin: number, rows: number) {
  const slice = rowsOf(engine, tensor, begin, rows);
  try {
    return await slice.data();
  } finally {
    slice.dispose();
  }
}

/** What was not looked at before the time was over, a sentence each with a space before it. */
export const unseen = (
  parts: readonly { readonly name: string; readonly seen: number; readonly size: number }[],
  where = '',
): string =>
  parts
    .filter(({ seen, size }) => seen < size)
    .map(
      ({ name, seen, size }) => ` The time was over after ${seen} of ${size} examples of "${name}"${where}.`,
    )
    .join('');
