import { writeNumber } from '../../symptoms/message.js';
import type { Bench } from '../check.js';
import type { Part } from '../examples.js';
import type { OutputFact } from '../outputs.js';
import type { Finding } from '../report.js';
import { Sketch } from '../sample.js';
import { scan, widthOf } from '../scan.js';
import { linearlyTold, neighboursAgree } from './evidence.js';
import { products, ranked, standardized, type Vectors } from './likeness.js';
import type { Survey } from './survey.js';

/** Examples that are compared with each other at most, and at least. */
export const COMPARED = 512;
const LEAST = 200;
/** Numbers that a target is compared by. */
const OF_TARGETS = 256;

/** Whether anything in the inputs tells of the labels. Where indices are read, their nearness says nothing. */
export async function unpaired(bench: Bench, surveys: readonly Survey[], advice: string): Promise<Finding[]> {
  const { train, model, clock, limits } = bench;
  const isTold = ({ isScaleSeen, nonFinite, seen }: Survey) =>
    isScaleSeen && nonFinite.count === 0 && seen === train.size;
  if (train.size < LEAST || !surveys.every(isTold)) return [];
  const inputs = standardized(together(surveys.map(({ sketch }) => sketch)));
  const alike = await products(inputs, clock);
  if (!alike) return [];
  const found: number[] = [];
  for (const [index, part] of train.targets.entries()) {
    const output = model.outputs[index];
    const targets = output && (await targetsOf(bench, part, output, surveys[0]?.sketch.rows ?? []));
    if (!targets) continue;
    for (const evidence of [neighboursAgree(alike, targets), linearlyTold(alike, targets)])
      if (evidence !== undefined) found.push(evidence);
  }
  const { paired: limit = 0 } = limits;
  const value = Math.max(...found);
  if (found.length === 0 || value >= limit) return [];
  const message = `There is no sign that the inputs tell anything of the labels: neither do nearest neighbours among ${inputs.count} examples agree in them, nor does a linear fit tell them, more than by chance (${writeNumber(value, 'number')} standard deviations above it, expected are ${writeNumber(limit, 'number')} and more).`;
  return [{ severity: 'info', message, advice, value, limit }];
}

async function targetsOf({ model, clock }: Bench, part: Part, output: OutputFact, rows: readonly number[]) {
  const sketch = new Sketch(rows, widthOf(part), OF_TARGETS, output.isSparse ? output.units : undefined);
  const seen = await scan(model.engine, part, clock, [sketch]);
  if (seen < (part.tensor.shape[0] ?? 0) || !sketch.vectors.every(Number.isFinite)) return undefined;
  return ranked({ count: rows.length, length: sketch.length, values: sketch.vectors });
}

/** One vector for each example, of all its inputs. */
function together(sketches: readonly Sketch[]): Vectors {
  const count = sketches[0]?.rows.length ?? 0;
  const length = sketches.reduce((sum, sketch) => sum + sketch.length, 0);
  const values = new Float32Array(count * length);
  let from = 0;
  for (const sketch of sketches) {
    for (let row = 0; row < count; row++)
      values.set(
        sketch.vectors.subarray(row * sketch.length, (row + 1) * sketch.length),
        row * length + from,
      );
    from += sketch.length;
  }
  return { count, length, values };
}
