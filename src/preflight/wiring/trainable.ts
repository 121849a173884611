import type { Bench } from '../check.js';
import { perturb } from '../perturbed.js';
import type { Finding } from '../report.js';
import { slopesOf, type VariableSlope } from '../slopes.js';
import { listed } from '../wording.js';

/** Far enough that no unit stays at zero by chance, and no weight that was set to zero for the start. */
const FAR = 0.3;

/** Which variables nothing is learned of: not in the optimizer's list, without a path to the loss, or without a slope. */
export async function trainableFindings({
  model,
  small,
}: Bench): Promise<{ readonly findings: readonly Finding[]; readonly unreached: number }> {
  const findings: Finding[] = [];
  const all = model.stands.filter(({ watched }) => watched?.isLearned !== false);
  const late = all.filter(({ isTrainable, isListed }) => isTrainable && !isListed);
  const place = ({ watched, weight }: (typeof all)[number]) =>
    watched ? `${watched.layer}/${watched.variable}` : weight.originalName;
  if (late.length > 0)
    findings.push({
      severity: 'warning',
      message: `${late.length} variables are trainable, but were not when the model was compiled, so that the optimizer leaves them out: ${listed(late.map(place))}.`,
      advice: 'Compile the model again after changing what is trainable.',
      value: late.length,
      limit: 0,
    });
  if (model.trained.length === 0) {
    findings.push({
      severity: 'critical',
      message: `No variable is trained: all ${all.length} are frozen.`,
      advice: 'Make trainable what is to be trained, and compile again after changing it.',
      value: 0,
      limit: 1,
    });
    return { findings, unreached: 0 };
  }
  perturb(model, FAR);
  const slopes = await slopesOf(model, small);
  model.reset();
  const unconnected = slopes.filter(({ norm }) => norm === undefined);
  if (unconnected.length > 0)
    findings.push({
      severity: unconnected.length === slopes.length ? 'critical' : 'warning',
      message: `${unconnected.length} of ${slopes.length} trained variables have no path to the loss: ${listed(unconnected.map(({ name }) => name))}.`,
      advice: 'Connect the layer to an output that the loss is computed of, or leave it out.',
      value: unconnected.length,
      limit: 0,
    });
  const silent = layersWithoutSlope(slopes);
  if (silent.length > 0)
    findings.push({
      severity: 'warning',
      message: `No gradient arrives at ${listed(silent)}: it is exactly 0 for every example.`,
      advice:
        'Look for units that are dead, outputs at their rails, or an operation without a slope, such as round or argMax, between there and the loss.',
      value: silent.length,
      limit: 0,
    });
  return { findings, unreached: unconnected.length };
}

/** Layers none of whose variables gets any slope; a bias alone may rightly have none, as before a normalization. */
function layersWithoutSlope(slopes: readonly VariableSlope[]): readonly string[] {
  const layers = new Map<string, boolean>();
  for (const { stand, name, norm } of slopes) {
    if (norm === undefined) continue;
    const layer = stand.watched?.layer ?? name;
    layers.set(layer, (layers.get(layer) ?? true) && norm === 0);
  }
  return [...layers].flatMap(([layer, isSilent]) => (isSilent ? [layer] : []));
}
