import type { TensorLike } from '../../statistics/engine.js';
import type { BorrowedModel } from '../borrowed-model.js';
import type { Bench } from '../check.js';
import { gathered } from '../engine.js';
import { perturb } from '../perturbed.js';
import { readAll } from '../read-all.js';
import type { Finding } from '../report.js';
import { listed, percent } from '../wording.js';

/** As for the gradients: weights of zero pass nothing on. */
const FAR = 0.3;

/**
 * Whether each output depends on its own example, and on that alone: the first example is computed in its batch, and
 * again in a batch of nothing but itself. Normalization takes its running statistics for it.
 */
export async function exampleFindings({ model, small, limits }: Bench): Promise<readonly Finding[]> {
  perturb(model, FAR);
  const whole = small.inputs;
  const [once, again, alone] = [
    await computed(model, () => whole),
    await computed(model, () => whole),
    await computed(model, () => whole.map((x) => gathered(model.engine, x, new Array(small.size).fill(0)))),
  ];
  model.reset();
  const mixed: string[] = [];
  const deaf: string[] = [];
  let worst = 0;
  for (const [index, { name }] of model.outputs.entries()) {
    const [first, second, single] = [once[index], again[index], alone[index]];
    if (!first || !second || !single || !areFinite(first) || difference(first, second, 1) > 0) continue;
    const off = difference(first, single, 1 / small.size);
    worst = Math.max(worst, off);
    if (off > (limits.mixing ?? 0)) mixed.push(name);
    if (isSameForAll(first, small.size)) deaf.push(name);
  }
  return [...mixing(mixed, worst, limits.mixing ?? 0), ...deafness(deaf)];
}

const mixing = (outputs: readonly string[], value: number, limit: number): Finding[] =>
  outputs.length === 0
    ? []
    : [
        {
          severity: 'warning',
          message: `The output ${listed(outputs)} of an example changes by ${percent(value)} with the other examples of its batch: they are mixed on the way.`,
          advice:
            'Look for a reshape, transpose or reduction that takes the first axis, the examples, for another one.',
          value,
          limit,
        },
      ];

const deafness = (outputs: readonly string[]): Finding[] =>
  outputs.length === 0
    ? []
    : [
        {
          severity: 'warning',
          message: `The output ${listed(outputs)} is the same for every example: nothing of the input reaches it.`,
          advice:
            'Follow the input through the network to where it is lost: dead units, a product with zero, a slice of nothing.',
          value: 0,
          limit: 0,
        },
      ];

async function computed(model: BorrowedModel, inputs: () => readonly TensorLike[]) {
  const kept = model.use(() => model.forward(inputs(), false).map((x) => model.engine.keep(x)));
  return readAll(kept);
}

const areFinite = (values: ArrayLike<number>): boolean => Array.prototype.every.call(values, Number.isFinite);

/** The largest difference over the first `share` of the values, relative to the largest of all. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>, share: number): number {
  let off = 0;
  let scale = 1e-6;
  for (let index = 0; index < a.length; index++) scale = Math.max(scale, Math.abs(a[index] ?? 0));
  for (let index = 0; index < a.length * share; index++)
    off = Math.max(off, Math.abs((a[index] ?? 0) - (b[index] ?? 0)));
  return off / scale;
}

function isSameForAll(values: ArrayLike<number>, examples: number): boolean {
  const width = values.length / examples;
  for (let index = width; index < values.length; index++)
    if (values[index] !== values[index % width]) return false;
  return examples > 1;
}
