import { isScaleSeen } from '../../tap/wiring.js';
import type { Bench } from '../check.js';
import type { Examples } from '../examples.js';
import { Moments } from '../moments.js';
import { Indices, NonFinite, ValueSample, Variation } from '../readers.js';
import { Prints, Sketch } from '../sample.js';
import { scan, widthOf } from '../scan.js';
import { vocabularyOf } from './embedding.js';

/** Numbers that an example is compared by. */
const COMPARED = 1024;

/** What all examples of one input are like. */
export interface Survey {
  readonly name: string;
  readonly rank: number;
  /** Whether its scale reaches a layer that weighs it. */
  readonly isScaleSeen: boolean;
  readonly size: number;
  /** Examples that were looked at until the time was over. */
  readonly seen: number;
  readonly moments: Moments;
  readonly nonFinite: NonFinite;
  readonly variation: Variation;
  /** Of an input that an embedding reads. */
  readonly indices: Indices | undefined;
  readonly sample: ValueSample;
  readonly sketch: Sketch;
  readonly prints: Prints;
}

/** Which of the examples are compared with each other, and which are told apart by their prints. */
export interface Chosen {
  readonly compared: readonly number[];
  readonly printed: readonly number[];
}

/** Looks at all examples of each input, once. */
export async function surveysOf(bench: Bench, examples: Examples, chosen: Chosen): Promise<Survey[]> {
  const { model, clock } = bench;
  const most = Math.ceil(COMPARED / examples.inputs.length);
  const surveys: Survey[] = [];
  for (const [index, part] of examples.inputs.entries()) {
    const [width, rank] = [widthOf(part), part.tensor.shape.length];
    const vocabulary = vocabularyOf(model.inner, index);
    const readers = {
      moments: new Moments(rank === 2 ? width : 1),
      nonFinite: new NonFinite(),
      variation: new Variation(),
      sample: new ValueSample(examples.size, width),
      sketch: new Sketch(chosen.compared, width, most),
      prints: new Prints(chosen.printed, width),
    };
    const indices = vocabulary === undefined ? undefined : new Indices(vocabulary);
    const all = [...Object.values(readers), ...(indices ? [indices] : [])];
    surveys.push({
      ...readers,
      indices,
      name: part.name,
      rank,
      // A wrapper of an embedding looks as if it weighed.
      isScaleSeen: vocabulary === undefined && isScaleSeen(model.inner, index),
      size: examples.size,
      seen: await scan(model.engine, part, clock, all),
    });
  }
  return surveys;
}
