import type { TensorLike } from '../statistics/engine.js';
import type { BorrowedModel } from './borrowed-model.js';
import { gathered } from './engine.js';
import type { Examples } from './examples.js';
import { type TargetKind, targetKindOf } from './outputs.js';
import { readAll } from './read-all.js';
import { Prints } from './sample.js';

/** Examples of the small batch: a network memorizes so few in seconds (CS231n, "Before learning: sanity checks"). */
export const SMALL = 20;
/** Examples that it is chosen from, and values of theirs that are read at most. */
const CANDIDATES = 400;
const READ = 4_000_000;

/** A few of the training examples, kept until {@link dispose}. */
export interface Batch {
  readonly size: number;
  /** [size, …] each, in the model's order. */
  readonly inputs: readonly TensorLike[];
  readonly targets: readonly TensorLike[];
  readonly dispose: () => void;
}

/** The batch that is memorized. */
export interface SmallBatch extends Batch {
  /** What the targets of each output say, and their values. */
  readonly targetKinds: readonly TargetKind[];
  readonly targetValues: readonly ArrayLike<number>[];
}

/** An example as far as the choice looks at it. */
interface Candidate {
  readonly row: number;
  readonly kind: string;
}

/**
 * Chooses examples that can be memorized: finite, of as many classes as fit, and no input twice, which might ask for two
 * answers. A model with a fixed batch size gets that many.
 */
export async function smallBatch(
  model: BorrowedModel,
  train: Examples,
  wanted?: number,
): Promise<SmallBatch> {
  const size = fixedSize(model) ?? Math.min(train.size, wanted ?? Math.min(SMALL, memory(model, train)));
  const candidates = await candidatesOf(model, train, size);
  const rows = inTurn(candidates, size);
  // Too few are left where the data repeat themselves, or the model asks for more than there are.
  for (let index = 0; rows.length < size && rows.length > 0; index++) rows.push(rows[index] ?? 0);
  if (rows.length === 0) for (let row = 0; row < size; row++) rows.push(row % train.size);
  const batch = batchOf(model, train, rows);
  try {
    const targetValues = await Promise.all(batch.targets.map((tensor) => tensor.data()));
    const targetKinds = model.outputs.map((output, index) => targetKindOf(output, targetValues[index] ?? []));
    return { ...batch, targetValues, targetKinds };
  } catch (error) {
    batch.dispose();
    throw error;
  }
}

/** About so many examples spread over all of them; exactly as many as a model with a fixed batch size takes. */
export function spreadBatch(model: BorrowedModel, train: Examples, wanted: number): Batch {
  const values = train.inputs.reduce((sum, { tensor }) => sum + tensor.size, 0) / train.size;
  const affordable = Math.max(SMALL, Math.floor(READ / values));
  const size = fixedSize(model) ?? Math.min(wanted, affordable, train.size);
  return batchOf(
    model,
    train,
    Array.from({ length: size }, (_, index) => Math.floor((index * train.size) / size) % train.size),
  );
}

/** These examples, in this order. */
export function batchOf({ engine }: BorrowedModel, train: Examples, rows: readonly number[]): Batch {
  const kept = (tensor: TensorLike) => engine.keep(engine.tidy(() => gathered(engine, tensor, rows)));
  const inputs = train.inputs.map(({ tensor }) => kept(tensor));
  const targets = train.targets.map(({ tensor }) => kept(tensor));
  const dispose = () => {
    for (const tensor of [...inputs, ...targets]) tensor.dispose();
  };
  return { size: rows.length, inputs, targets, dispose };
}

/** Examples that a model has parameters for, two for each of their targets: a plane through as many points is hard to find. */
function memory({ trained }: BorrowedModel, train: Examples): number {
  const parameters = trained.reduce((sum, { own }) => sum + own.size, 0);
  const perExample = train.targets.reduce((sum, { tensor }) => sum + tensor.size, 0) / train.size;
  return Math.max(2, Math.floor(parameters / (2 * perExample)));
}

/** The batch size of a model that takes no other, as a stateful one. */
const fixedSize = ({ inner }: BorrowedModel): number | undefined =>
  inner.inputs.map(({ shape }) => shape[0]).find((size) => typeof size === 'number') ?? undefined;

async function candidatesOf(model: BorrowedModel, train: Examples, size: number): Promise<Candidate[]> {
  const perExample =
    [...train.inputs, ...train.targets].reduce((sum, { tensor }) => sum + tensor.size, 0) / train.size;
  const count = Math.min(train.size, Math.max(2 * size, Math.min(CANDIDATES, Math.floor(READ / perExample))));
  const rows = Array.from({ length: count }, (_, index) => Math.floor((index * train.size) / count));
  const batch = batchOf(model, train, rows);
  const values = await readAll([...batch.inputs, ...batch.targets]);
  const [inputs, targets] = [values.slice(0, batch.inputs.length), values.slice(batch.inputs.length)];
  const prints = [inputs, targets].map((tensors) => tensors.map((each = []) => printsOf(each, count)));
  const seen = new Set<string>();
  return rows.flatMap((row, at) => {
    const [given = [], asked = []] = prints.map((each) => each.map((ofRows) => ofRows[at] ?? Number.NaN));
    // A single value that is not finite makes a print that is not.
    if (![...given, ...asked].every(Number.isFinite)) return [];
    const print = given.join();
    if (seen.has(print)) return [];
    seen.add(print);
    return [{ row, kind: kindOf(model, targets[0] ?? [], at, count) }];
  });
}

/** A number for each of `count` examples, equal for equal ones: written out, pictures would be gigabytes of text. */
function printsOf(values: ArrayLike<number>, count: number): Float64Array {
  const width = values.length / count;
  const reader = new Prints(
    Array.from({ length: count }, (_, row) => row),
    width,
  );
  reader.read({ values, begin: 0, rows: count, width });
  return reader.prints;
}

/** The class of an example by its first target, where that is one; else all are of one kind. */
function kindOf(model: BorrowedModel, targets: ArrayLike<number>, row: number, count: number): string {
  const [output] = model.outputs;
  const width = targets.length / count;
  if (!output || width > Math.max(1, output.units)) return '';
  const target = Array.from({ length: width }, (_, index) => targets[row * width + index] ?? 0);
  const kind = targetKindOf(output, target);
  if (kind === 'one class a row') return String(target.indexOf(1));
  return kind === 'numbers' ? '' : String(target[0]);
}

/** One of each kind, then a second of each, until there are so many; in the order of the data. */
function inTurn(candidates: readonly Candidate[], size: number): number[] {
  const kinds = new Map<string, Candidate[]>();
  for (const candidate of candidates)
    kinds.set(candidate.kind, [...(kinds.get(candidate.kind) ?? []), candidate]);
  // Of those of one kind, some from everywhere rather than the first ones.
  const queues = [...kinds.values()].map((queue) => spread(queue, size));
  const chosen: number[] = [];
  for (let turn = 0; chosen.length < size && queues.some((queue) => turn < queue.length); turn++)
    for (const queue of queues) {
      const next = queue[turn];
      if (next && chosen.length < size) chosen.push(next.row);
    }
  return chosen.sort((a, b) => a - b);
}

const spread = <T>(list: readonly T[], most: number): readonly T[] =>
  list.length <= most
    ? list
    : Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)] as T);
