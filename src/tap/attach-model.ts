import type { Session, SessionParts } from '../session.js';
import { tapeOf } from '../statistics/engine.js';
import { tapLayer } from './layer-tap.js';
import { activationOf, fitsOf, LossFit, lossName, lossOf, measuresDistance } from './loss-fit.js';
import { type LayerLike, type ModelLike, trainingModel } from './model.js';
import { type ModelHooks, tapModel } from './model-tap.js';
import { tapOptimizer } from './optimizer-tap.js';
import { splitPenalty } from './penalty.js';
import type { Chance } from './plan.js';
import { type LayerFilter, topologyOf, type WatchedLayer, type WatchedVariable } from './topology.js';
import { isScaleSeen } from './wiring.js';

/** Labels with more classes than this are not counted by class. */
const MOST_CLASSES = 100;

/** Patches a compiled model for a session; returns what undoes it. A later `compile()` attaches anew. */
export function attachModel(
  model: ModelLike,
  session: Session,
  parts: SessionParts,
  options: { readonly labels: readonly string[]; readonly wanted: LayerFilter },
  events: Pick<ModelHooks, 'onFit' | 'onEpoch' | 'onFitEnd' | 'onValidationBatch'>,
): () => void {
  const { guard, engine, reductions } = parts;
  const inner = trainingModel(model);
  const topology = topologyOf(model, options.wanted);
  const prediction = predictionOf(inner, options.labels);
  const nameOf = (layer: LayerLike) =>
    topology.layers.find(({ instance }) => instance === layer)?.name ?? layer.name;
  const lossFit = new LossFit(guard.run('tap', () => fitsOf(inner, nameOf)) ?? []);
  const penalties = () => inner.calculateLosses();
  session.minimise(inner.outputs.map((_, index) => lossOf(inner, index)));
  session.adopt(
    {
      topology,
      inputs: inner.inputNames.map((input, index) => ({ input, isScaleSeen: isScaleSeen(inner, index) })),
      metrics: [...new Set([...(session.contents?.metrics ?? []), ...inner.metricsNames.slice(1)])],
      classes: prediction?.classes ?? [],
      ...chanceOf(inner, prediction?.isGuessed ? prediction.classes.length : undefined, topology.variables),
    },
    guard.run('statistics', () => splitPenalty(engine, reductions(), topology.variables, penalties)) ?? {
      kind: 'none',
    },
    lossFit,
  );

  const observer = () => session.observer;
  let restores: (() => void)[] = [];
  const restore = () => {
    for (const undo of restores.reverse()) undo();
    restores = [];
  };
  restores.push(
    tapModel(model, {
      guard,
      observer,
      ...events,
      onCompile: () => {
        restore();
        if (inner.optimizer_) restores.push(attachModel(model, session, parts, options, events));
      },
    }),
  );
  if (inner.optimizer_) {
    restores.push(
      tapOptimizer(inner.optimizer_, { guard, observer, tape: () => tapeOf(engine), ownsAll: false }),
    );
  }
  for (const layer of topology.layers) {
    const isPrediction = layer.instance === prediction?.layer;
    const isOutput = inner.outputs.some(({ sourceLayer }) => sourceLayer === layer.instance);
    restores.push(tapLayer(layer, { guard, observer, isOutput, isPrediction }));
  }
  return restore;
}

/** What the first loss is compared with: guessing, or the targets themselves; and the output layer's weights. */
function chanceOf(
  model: ModelLike,
  classes: number | undefined,
  variables: readonly WatchedVariable[],
): { readonly chance?: Chance } {
  const head = variables.findLast(({ role, isHead }) => role === 'matrix' && isHead);
  if (!head) return {};
  const { layer, variable } = head;
  if (classes) return { chance: { key: 'initialLoss', loss: Math.log(classes), layer, variable } };
  const isSquared = model.outputs.length === 1 && /^(mse|meanSquaredError)$/i.test(lossName(model, 0));
  return isSquared ? { chance: { key: 'initialError', layer, variable } } : {};
}

/**
 * The output that predicts classes, and their names; undefined where nothing says that these are classes. `isGuessed`:
 * the loss of guessing is ln C.
 */
function predictionOf(
  model: ModelLike,
  labels: readonly string[],
): { layer: WatchedLayer['instance']; classes: readonly string[]; isGuessed: boolean } | undefined {
  const [output] = model.outputs;
  const loss = lossName(model, 0);
  if (!output || model.outputs.length > 1) return undefined;
  const isGuessed = /cross_?entropy/i.test(loss);
  if (!isGuessed && !isOwnOfClasses(model, output.sourceLayer)) return undefined;
  const units = output.shape.at(-1) ?? 0;
  // Several outputs of a binary loss are labels that do not exclude each other.
  if (units > 1 && (/binary|sigmoid/i.test(loss) || activationOf(output.sourceLayer) === 'sigmoid'))
    return undefined;
  const count = units === 1 ? 2 : units;
  if (count < 2 || count > MOST_CLASSES || output.shape.length !== 2) return undefined;
  const classes = Array.from({ length: count }, (_, index) => labels[index] ?? String(index));
  return { layer: output.sourceLayer, classes, isGuessed };
}

/** A loss of one's own, such as a focal loss, that is one of classes: the output is a distribution, or its accuracy is wanted. */
function isOwnOfClasses(model: ModelLike, layer: LayerLike): boolean {
  if (typeof lossOf(model, 0) !== 'function' || measuresDistance(lossName(model, 0))) return false;
  const activation = activationOf(layer);
  const wantsAccuracy = model.metricsNames.some((name) => /(^|_)acc(uracy)?$|Accuracy$/.test(name));
  return activation === 'softmax' || (activation === 'sigmoid' && wantsAccuracy);
}
