import { TrainvitalsError } from '../errors.js';
import type { Session, SessionParts } from '../session.js';
import { tapeOf, type VariableLike } from '../statistics/engine.js';
import { tapInputs, tapLayer } from './layer-tap.js';
import {
  isLayerWeight,
  isVariable,
  type LayerLike,
  type ModelLike,
  type OptimizerLike,
  trainingModel,
} from './model.js';
import { namesIn, tapOptimizer } from './optimizer-tap.js';
import { overhearPenalties } from './overheard-penalty.js';
import { givenPenalty } from './penalty.js';
import {
  type LayerFilter,
  topologyOf,
  variablesOf,
  type WatchedLayer,
  type WatchedVariable,
} from './topology.js';
import { isScaleSeen } from './wiring.js';

interface Named {
  readonly name: string;
  readonly tensor: VariableLike;
}

/**
 * Patches the optimizer of a hand-written loop, and the layers of the models that it trains. Without `variables` and
 * `model`, the variables of the first step are watched.
 */
export function attachLoop(
  optimizer: OptimizerLike,
  session: Session,
  parts: SessionParts,
  options: {
    readonly variables: unknown;
    readonly models: readonly ModelLike[];
    readonly penalty: (() => unknown) | undefined;
    readonly wanted: LayerFilter;
  },
): () => void {
  const { guard } = parts;
  const observer = () => session.observer;
  const tape = () => tapeOf(parts.engine);
  const isForward = () => tape() !== undefined;
  const { split, restore: hearNoMore } = options.penalty
    ? { split: givenPenalty(parts.engine, options.penalty), restore: () => {} }
    : overhearPenalties(options.models, { guard, engine: parts.engine, observer, tape });
  const given = options.variables === undefined ? [] : namedVariables(options.variables);
  const { layers, variables, inputs } = topologyOfAll(options.models, options.wanted);
  const ofModels = new Set(variables.map(({ tensor }) => tensor));
  const adopt = (named: readonly Named[]) => {
    const others = variablesOf(named.filter(({ tensor }) => !ofModels.has(tensor))).map((other) => ({
      ...other,
      layer: nameBeside(
        variables.filter(({ variable }) => variable === other.variable),
        other.layer,
      ),
    }));
    session.adopt(
      {
        topology: {
          layers,
          variables: [...variables, ...others.filter(({ layer }) => options.wanted(layer))],
        },
        inputs: inputs.map(({ name: input, model, index }) => ({
          input,
          isScaleSeen: isScaleSeen(model, index),
        })),
        metrics: session.contents?.metrics ?? [],
        classes: [],
      },
      split,
    );
  };
  adopt(given);
  let known = given.length > 0 || options.models.length > 0;
  const restores = [
    hearNoMore,
    tapOptimizer(optimizer, {
      guard,
      observer,
      tape,
      ownsAll: true,
      onGradients: (gradients) => {
        if (known) return;
        known = true;
        adopt(
          namesIn(gradients).flatMap((name) => {
            const tensor = parts.engine.registeredVariables[name];
            return tensor ? [{ name, tensor }] : [];
          }),
        );
      },
    }),
    ...layers.map((layer) =>
      tapLayer(layer, { guard, observer, isOutput: false, isPrediction: false, isForward }),
    ),
    ...options.models.map((outer) => {
      const model = trainingModel(outer);
      const own = inputs.filter((input) => input.model === model);
      return tapInputs(own, model, { guard, observer, tape });
    }),
  ];
  return () => {
    for (const restore of restores.reverse()) restore();
  };
}

/** The layers, variables and inputs of several models; where two have layers of one name, the model's name tells. */
function topologyOfAll(models: readonly ModelLike[], wanted: LayerFilter) {
  const layers: WatchedLayer[] = [];
  const variables: WatchedVariable[] = [];
  const inputs: { name: string; model: ModelLike; source: LayerLike; index: number }[] = [];
  for (const outer of models) {
    const model = trainingModel(outer);
    const found = topologyOf(outer, wanted);
    const named = (taken: readonly { name: string }[], name: string) => {
      const names = taken.map((other) => ({ layer: other.name }));
      return names.some(({ layer }) => layer === name) ? nameBeside(names, `${outer.name}/${name}`) : name;
    };
    const names = new Map(found.layers.map(({ name }) => [name, named(layers, name)]));
    const fresh = found.layers.filter(({ instance }) => !layers.some((layer) => layer.instance === instance));
    const own = new Set(fresh.map(({ name }) => name));
    layers.push(...fresh.map((layer) => ({ ...layer, name: names.get(layer.name) ?? layer.name })));
    for (const variable of found.variables)
      if (own.has(variable.layer))
        variables.push({ ...variable, layer: names.get(variable.layer) ?? variable.layer });
    for (const [index, { sourceLayer: source }] of model.inputs.entries())
      inputs.push({ name: named(inputs, model.inputNames[index] ?? source.name), model, source, index });
  }
  return { layers, variables, inputs };
}

/** A name that none of the others has. */
function nameBeside(others: readonly { readonly layer: string }[], wanted: string): string {
  let name = wanted;
  while (others.some(({ layer }) => layer === name)) name += "'";
  return name;
}

/** `variables`: a list of variables or of layers' weights, or variables by name. */
function namedVariables(variables: unknown): Named[] {
  const entries: [string | undefined, unknown][] = Array.isArray(variables)
    ? variables.map((variable) => [undefined, variable])
    : Object.entries(Object(variables));
  if (typeof variables !== 'object' || variables === null || entries.length === 0) return refuse(variables);
  return entries.map(([name, variable]) => {
    if (isLayerWeight(variable)) return { name: name ?? variable.originalName, tensor: variable.val };
    if (isVariable(variable)) return { name: name ?? variable.name, tensor: variable };
    return refuse(variable);
  });
}

function refuse(found: unknown): never {
  throw new TrainvitalsError(
    'OPTION',
    `watch(): option "variables" must be a list of tf.Variable or an object of them by name, got ${String(found)}`,
  );
}
