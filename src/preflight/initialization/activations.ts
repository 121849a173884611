import { captured, type LayerOutput } from '../captured.js';
import type { Bench } from '../check.js';
import { type Histogram, histogramOf } from '../picture.js';
import type { Finding } from '../report.js';
import type { Batch } from '../small-batch.js';
import { percent } from '../wording.js';

/** A unit at its rails for this share of the examples is stuck; there a tenth of the steepest slope is left (as in `saturated-activation`). */
const STUCK = 0.9;
const SLOPE = 0.1;
/** Standard deviations that a share must be beyond its limit. */
const SIGMAS = 2.5;
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
    if (!(share > limit) || (rails === 'relu' && isByChance(share, output.units, limit))) continue;
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

/**
 * Units of which so many die by chance: where inputs are of one sign, or come through a bottleneck, each of them points
 * away from all examples with a probability of a half. All of them are never a matter of chance.
 */
const isByChance = (share: number, units: number, limit: number): boolean =>
  share < 1 && share - limit <= SIGMAS * Math.sqrt((limit * (1 - limit)) / units);

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
