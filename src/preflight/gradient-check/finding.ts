import type { LayerLike } from '../../tap/model.js';
import { layersInside } from '../../tap/wiring.js';
import type { BorrowedModel } from '../borrowed-model.js';
import type { Finding } from '../report.js';
import { type Checked, type Tried, worstOf } from './compare-all.js';
import { digits, factorInWords, listed, nameOf } from './words.js';

/** What is wrong, of the variable nearest to the loss: the mistake is there or behind it, and spoils all before it. */
export function findingOf(
  model: BorrowedModel,
  checked: readonly Checked[],
  { limit, examples, advice }: { limit: number; examples: number; advice: string },
): Finding | undefined {
  const wrong = checked.filter((each) => wrongOf(each).length > 0);
  const order = (each: Checked) =>
    model.layers.findIndex(({ name }) => name === each.slope.place.stand.watched?.layer);
  const nearest = [...wrong].sort((a, b) => order(b) - order(a))[0];
  const worst = nearest && worstOf({ ...nearest, tried: wrongOf(nearest) });
  if (!nearest || !worst) return undefined;
  const { stand } = nearest.slope.place;
  const decided = checked.filter((each) => worstOf(each) !== undefined);
  return {
    severity: 'critical',
    message: [
      `The gradient of ${nameOf(stand)} must be the derivative of the loss, and is ${factorInWords(wrongOf(nearest), examples)}: along ${worst.direction} backpropagation says ${digits(worst.analytic)}, centred differences say ${digits(worst.numeric)} (step ${digits(worst.step, 2)} of the weights' size).`,
      `${wrong.length} of ${decided.length} variables disagree: ${listed(wrong.map(({ slope }) => nameOf(slope.place.stand)))}.`,
      whereOf(model, stand.watched?.layer),
    ].join(' '),
    advice,
    value: worst.error,
    limit,
  };
}

const wrongOf = ({ tried }: Checked): readonly Tried[] => tried.filter(({ verdict }) => verdict === 'wrong');

/** Gradients come from the loss: they are wrong before a wrong operation, and right behind it. */
function whereOf(model: BorrowedModel, layer: string | undefined): string {
  const instance = model.layers.find(({ name }) => name === layer)?.instance;
  if (!instance) return 'The mistake is in what computes with it, or between that and the loss.';
  const inside = layersInside(model.inner);
  const behind = weightless(instance, inside);
  const names = [...behind.layers].map((each) => each.name);
  const others = [...names, ...(behind.endsAtLoss ? ['the loss'] : [])];
  return `Nearest to the loss of them is layer ${layer}: the mistake is in it${others.length > 0 ? `, or behind it in ${others.join(', ')}` : ''}.`;
}

/** The layers after one that have no weights which would tell, up to those that have. */
function weightless(layer: LayerLike, inside: ReadonlySet<LayerLike>, layers = new Set<LayerLike>()) {
  const nodes = (layer.outboundNodes ?? []).filter(({ outboundLayer }) => inside.has(outboundLayer));
  let endsAtLoss = nodes.length === 0;
  for (const { outboundLayer: next } of nodes) {
    if (next.weights.length > 0 || layers.has(next)) continue;
    layers.add(next);
    if (weightless(next, inside, layers).endsAtLoss) endsAtLoss = true;
  }
  return { layers, endsAtLoss };
}
