import { captured, type LayerOutput } from '../captured.js';
import type { Bench } from '../check.js';
import { type Histogram, histogramOf } from '../picture.js';
import type { Finding } from '../report.js';
import type { Batch } from '../small-batch.js';
import { percent } from '../wording.js';

/** A unit at its rails for this share of the examples is stuck; there a tenth of the steepest slope is left (as in `saturated-activation`). */
const STUCK = 0.9;
const SLOPE = 0.1;
/** Values of a layer that its histogram is made of, and layers that have one. */
const DRAWN = 50_000;
const LAYERS = 12;

/** Units that are dead or at their rails before anything is learned, and how the activations are spread. */
export async function activationFindings(
  { model, limits }: Bench,
  batch: Batch,
): Promise<{ readonly findings: readonly Finding[]; readonly pictures: readonly Histogram[] }> {
  const outputs = await captured(model, batch);
  const findings: Finding[] = [];
  for (const output of outputs) {
    const { name, rails } = output.layer;
    if (rails === undefined || output.units < 2) continue;
    const share = stuckShare(output);
    const limit = (rails === 'relu' ? limits.dead : limits.saturated) ?? 0;
    if (!(share > limit)) continue;
    findings.push({
      severity: 'warning',
      message:
        rails === 'relu'
          ? `${percent(share)} of the units of layer ${name} fire for no example: they are dead from the start.`
          : `${percent(share)} of the units of layer ${name} are at their rails from the start, where hardly any slope is left.`,
      advice:
        rails === 'relu'
          ? 'Change the initialization of the layer, above all of its bias, or use Leaky ReLU.'
          : 'Initialize the layer smaller, normalize its inputs, or use batch normalization.',
      value: share,
      limit,
    });
  }
  const drawn = outputs.filter(({ values }) => values.length > 0).slice(0, LAYERS);
  const pictures = drawn.map(({ layer, values }) =>
    histogramOf(`Initial activations of ${layer.name}`, 'activation', thinned(values)),
  );
  return { findings, pictures };
}

/** Share of the units, the last axis, that never fire, or are almost always at their rails. */
function stuckShare({ layer: { rails }, units, values }: LayerOutput): number {
  const rows = values.length / units;
  const marked = new Float64Array(units);
  for (let index = 0; index < values.length; index++)
    if (isMarked(values[index] ?? 0, rails)) marked[index % units] = (marked[index % units] ?? 0) + 1;
  const stuck = marked.filter((count) => (rails === 'relu' ? count === 0 : count >= STUCK * rows));
  return stuck.length / units;
}

const reach = Math.sqrt(1 - SLOPE);
const isMarked = (value: number, rails: LayerOutput['layer']['rails']): boolean => {
  if (rails === 'relu') return value > 0;
  return rails === 'tanh' ? Math.abs(value) > reach : Math.abs(value - 0.5) > reach / 2;
};

function thinned(values: ArrayLike<number>): ArrayLike<number> {
  const step = Math.ceil(values.length / DRAWN);
  return Float64Array.from(
    { length: Math.floor(values.length / step) },
    (_, index) => values[index * step] ?? 0,
  );
}
