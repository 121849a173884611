import { writeNumber } from '../../symptoms/message.js';
import type { Bench } from '../check.js';
import { FEW } from '../readers.js';
import type { Finding } from '../report.js';
import { Prints } from '../sample.js';
import { scan, widthOf } from '../scan.js';
import type { Survey } from './survey.js';

/** Examples that are looked through for equal ones at most. */
export const PRINTED = 100_000;

/** Equal inputs with different classes: of each such group, no network can tell more than the most frequent class. */
export async function conflicting(
  bench: Bench,
  surveys: readonly Survey[],
  advice: string,
): Promise<Finding[]> {
  const { train, model, small, clock } = bench;
  const { conflicts: limit = 0 } = bench.limits;
  const rows = surveys[0]?.prints.rows ?? [];
  if (train.size < FEW || surveys.some(({ seen }) => seen < train.size)) return [];
  const inputs = rows.map((_, at) =>
    surveys.reduce((sum, { prints }, index) => sum + (prints.prints[at] ?? 0) * (1 + index * Math.SQRT2), 0),
  );
  const findings: Finding[] = [];
  for (const [index, part] of train.targets.entries()) {
    if (small.targetKinds[index] === 'numbers' || part.tensor.shape.length > 2) continue;
    const labels = new Prints(rows, widthOf(part));
    if ((await scan(model.engine, part, clock, [labels])) < train.size) break;
    const value = untellable(inputs, labels.prints);
    if (value <= limit) continue;
    const where = train.targets.length > 1 ? ` of output "${model.outputs[index]?.name}"` : '';
    const message = `${writeNumber(value, 'percent')} of the labels${where} cannot be told from the inputs: examples are equal, and their labels differ (limit ${writeNumber(limit, 'percent')}).`;
    findings.push({ severity: 'info', message, advice, value, limit });
  }
  return findings;
}

/** The share of examples that are wrong where every group of equal inputs is given its most frequent label. */
export function untellable(inputs: ArrayLike<number>, labels: ArrayLike<number>): number {
  const groups = new Map<number, Map<number, number>>();
  for (let row = 0; row < inputs.length; row++) {
    const [input, label] = [inputs[row] as number, labels[row] as number];
    const group = groups.get(input) ?? new Map<number, number>();
    groups.set(input, group.set(label, (group.get(label) ?? 0) + 1));
  }
  let wrong = 0;
  for (const group of groups.values()) for (const count of group.values()) wrong += count;
  for (const group of groups.values()) wrong -= Math.max(...group.values());
  return inputs.length === 0 ? 0 : wrong / inputs.length;
}
