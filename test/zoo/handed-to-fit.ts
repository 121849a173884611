import * as tf from '@tensorflow/tfjs';
import type { PreflightData } from 'trainvitals';
import type { ZooRun } from './run.js';

/** Thrown where training would begin. */
class Begun extends Error {}

/** Batches of a dataset that are taken for its examples. */
const BATCHES = 8;

/** A run's model with the data that it hands to `fit`, before any step; undefined where a loop of its own trains. */
export async function handedToFit(
  run: ZooRun,
  seed: number,
): Promise<(PreflightData & { readonly model: tf.LayersModel }) | undefined> {
  const { target, train } = await run.build(tf, seed);
  if (!(target instanceof tf.LayersModel)) return undefined;
  let handed: PreflightData | undefined;
  const begin = (data: PreflightData) => {
    handed ??= data;
    throw new Begun();
  };
  target.fit = async (xs, ys, args) =>
    begin({ xs, ys, ...(args?.validationData && { validationData: pairOf(args.validationData) }) });
  target.fitDataset = async (dataset) => begin(await examplesIn(dataset));
  target.trainOnBatch = async (xs, ys) => begin({ xs, ys });
  await train().catch((error) => {
    if (!(error instanceof Begun)) throw error;
  });
  return handed && { ...handed, model: target };
}

const pairOf = ([xs, ys]: readonly unknown[]): [PreflightData['xs'], PreflightData['ys']] => [
  Object(xs),
  Object(ys),
];

/** The first batches of a dataset, joined. */
async function examplesIn(dataset: {
  iterator(): Promise<{ next(): Promise<IteratorResult<unknown>> }>;
}): Promise<PreflightData> {
  const iterator = await dataset.iterator();
  const batches: { readonly xs: unknown; readonly ys: unknown }[] = [];
  while (batches.length < BATCHES) {
    const { value, done } = await iterator.next();
    if (done) break;
    batches.push(value as { xs: unknown; ys: unknown });
  }
  return { xs: joined(batches.map(({ xs }) => xs)), ys: joined(batches.map(({ ys }) => ys)) };
}

function joined(parts: readonly unknown[]): object {
  const [first] = parts;
  if (first instanceof tf.Tensor) return tf.concat(parts.filter((part) => part instanceof tf.Tensor));
  const names = Object.keys(Object(first));
  const each = names.map(
    (name) => [name, joined(parts.map((part) => Reflect.get(Object(part), name)))] as const,
  );
  return Array.isArray(first) ? each.map(([, part]) => part) : Object.fromEntries(each);
}
