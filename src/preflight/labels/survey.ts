import type { Bench } from '../check.js';
import type { Examples } from '../examples.js';
import { Moments } from '../moments.js';
import type { OutputFact } from '../outputs.js';
import { Indices, NonFinite, ValueSample, Variation } from '../readers.js';
import { scan, widthOf } from '../scan.js';
import { type Demand, demandOf } from './demand.js';
import { Tally } from './tally.js';

/** What all labels of one output are like. */
export interface Survey {
  readonly name: string;
  /** What they are called in a message. */
  readonly called: string;
  readonly output: OutputFact;
  readonly demand: Demand;
  readonly rank: number;
  readonly size: number;
  /** Examples that were looked at until the time was over. */
  readonly seen: number;
  readonly nonFinite: NonFinite;
  readonly variation: Variation;
  readonly moments: Moments;
  readonly sample: ValueSample;
  readonly tally: Tally;
  /** Of indices of classes. */
  readonly indices: Indices | undefined;
}

/** Looks at the labels of each output, once. */
export async function surveysOf(bench: Bench, examples: Examples, where: string): Promise<Survey[]> {
  const { model, clock } = bench;
  const surveys: Survey[] = [];
  for (const [index, part] of examples.targets.entries()) {
    const output = model.outputs[index];
    if (!output) continue;
    const { shape } = part.tensor;
    const [demand, units, width] = [demandOf(output), shape.at(-1) ?? 1, widthOf(part)];
    const classes = output.isSparse ? output.units : Math.max(2, units);
    const readers = {
      nonFinite: new NonFinite(),
      variation: new Variation(),
      moments: new Moments(1),
      sample: new ValueSample(examples.size, width),
      tally: new Tally(demand, output.isSparse ? 1 : units, classes, shape.length),
    };
    const indices = output.isSparse ? new Indices(output.units) : undefined;
    surveys.push({
      ...readers,
      indices,
      name: part.name,
      called: `Labels${model.outputs.length > 1 ? ` of output "${output.name}"` : ''}${where}`,
      output,
      demand,
      rank: shape.length,
      size: examples.size,
      seen: await scan(model.engine, part, clock, [...Object.values(readers), ...(indices ? [indices] : [])]),
    });
  }
  return surveys;
}
