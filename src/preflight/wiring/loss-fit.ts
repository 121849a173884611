import type { TensorLike } from '../../statistics/engine.js';
import { genericReductions } from '../../statistics/reductions.js';
import { fitsOf, measuresDistance, type OutputFit, wantsSigns } from '../../tap/loss-fit.js';
import type { Bench } from '../check.js';
import { readAll } from '../read-all.js';
import type { Finding } from '../report.js';
import { percent } from '../wording.js';

/**
 * Whether the loss fits the last activation, by the same questions as `loss-mismatch`; labels that no loss of the kind
 * takes are the check `labels`; targets beyond the reach of the activation, and labels of a hinge, are this one.
 */
export async function lossFindings({ model, small, limits }: Bench): Promise<readonly Finding[]> {
  const { engine, inner } = model;
  const fits = fitsOf(inner, ({ name }) => name);
  const reduce = genericReductions(engine);
  const counts: { readonly fit: OutputFit; readonly reason: string; readonly all: number }[] = [];
  const kept = model.use(() => {
    const outputs = model.forward(small.inputs);
    return fits.flatMap((fit, index) => {
      const loss = model.outputs[index]?.loss ?? '';
      const isAsked = measuresDistance(loss) || wantsSigns(loss);
      const of = (x: TensorLike | undefined, checks: OutputFit['output']) =>
        checks.flatMap(({ reason, count, of: all }) => {
          if (!x) return [];
          counts.push({ fit, reason, all: all(x) });
          return [engine.keep(count(reduce, x))];
        });
      return [...of(outputs[index], fit.output), ...(isAsked ? of(small.targets[index], fit.target) : [])];
    });
  });
  const values = await readAll(kept);
  const limit = limits.share ?? 0;
  const seen = counts.flatMap(({ fit, reason, all }, index) => {
    const share = (values[index]?.[0] ?? 0) / all;
    return share > limit ? [finding(fit.layer, reason, share, limit)] : [];
  });
  const always = fits.flatMap(({ layer, always: reason }) =>
    reason ? [finding(layer, reason, 1, limit)] : [],
  );
  return [...always, ...seen];
}

const finding = (layer: string, reason: string, value: number, limit: number): Finding => ({
  severity: 'warning',
  message: `The loss does not fit the output ${layer}: ${reason}, in ${percent(value)} of what was looked at.`,
  advice:
    'Choose a loss that fits the output: categorical cross-entropy after a softmax, binary cross-entropy after a sigmoid, a squared error after a linear layer, labels of −1 and 1 for a hinge.',
  value,
  limit,
});
