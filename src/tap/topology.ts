import type { VariableFact } from '../frame.js';
import type { VariableLike } from '../statistics/engine.js';
import { isModel, type LayerLike, type LayerWeight, type ModelLike, trainingModel } from './model.js';
import { isBounded, type Rails, railsOf } from './rails.js';
import { type Inside, isHead, isNormalized, layersInside } from './wiring.js';

/** A variable under watch: what the exporter must know, and the tensor itself. */
export interface WatchedVariable extends VariableFact {
  readonly tensor: VariableLike;
  readonly owner?: LayerLike;
  /** Whether an optimizer is meant to update it: not the running statistics of a normalization. */
  readonly isLearned: boolean;
}

/** A layer under watch; `rails` says at which outputs its units stop passing gradient. */
export interface WatchedLayer {
  readonly name: string;
  readonly instance: LayerLike;
  readonly rails?: Rails;
}

export interface Topology {
  readonly layers: readonly WatchedLayer[];
  readonly variables: readonly WatchedVariable[];
}

export type LayerFilter = (layer: string) => boolean;

/** Layers and variables of a model, inputs first; nested models are opened, shared layers appear once. */
export function topologyOf(model: ModelLike, wanted: LayerFilter = () => true): Topology {
  const leaves = distinctNames(leavesOf(trainingModel(model), ''));
  const inside = layersInside(model);
  const layers: WatchedLayer[] = [];
  const variables: WatchedVariable[] = [];
  for (const { name, instance } of leaves) {
    if (!wanted(name)) continue;
    // A confident classifier's or a dark image's outputs are at their rails rightly.
    const rails = isHead(instance, inside) && railsOf(instance) !== 'relu' ? undefined : railsOf(instance);
    layers.push({ name, instance, ...(rails && { rails }) });
    variables.push(...weightsOf(name, instance, inside));
  }
  return { layers, variables };
}

interface Leaf {
  readonly path: string;
  readonly instance: LayerLike;
}

function leavesOf(model: LayerLike, prefix: string, seen = new Set<LayerLike>()): Leaf[] {
  return (model.layers ?? []).flatMap((instance) => {
    if (seen.has(instance) || instance.getClassName() === 'InputLayer') return [];
    seen.add(instance);
    const path = `${prefix}${instance.name}`;
    const inner = isModel(instance) ? trainingModel(instance) : instance;
    return inner.layers ? leavesOf(inner, `${path}/`, seen) : [{ path, instance }];
  });
}

/** A layer's own name, or its path through nested models where two layers share the name. */
function distinctNames(leaves: readonly Leaf[]) {
  const uses = new Map<string, number>();
  for (const { instance } of leaves) uses.set(instance.name, (uses.get(instance.name) ?? 0) + 1);
  const taken = new Set<string>();
  return leaves.map(({ path, instance }) => {
    let name = uses.get(instance.name) === 1 ? instance.name : path;
    while (taken.has(name)) name += "'";
    taken.add(name);
    return { name, instance };
  });
}

function weightsOf(layer: string, owner: LayerLike, inside: Inside): WatchedVariable[] {
  const lastPart = (weight: LayerWeight) => weight.originalName.split('/').at(-1) ?? weight.originalName;
  const twice = new Set(owner.weights.map(lastPart)).size < owner.weights.length;
  const place = {
    isHead: isHead(owner, inside),
    isNormalized: isNormalized(owner, inside),
    isBounded: isBounded(owner),
  };
  return owner.weights.map((weight) => ({
    layer,
    // Of two weights with one name (the halves of a Bidirectional), the longer name tells which.
    variable: twice ? weight.originalName.slice(weight.originalName.indexOf('/') + 1) : lastPart(weight),
    ...sizesOf(weight.val),
    ...place,
    role: roleOf(weight.val, owner.getClassName() === 'Embedding'),
    tensor: weight.val,
    owner,
    isLearned: !owner._nonTrainableWeights?.includes(weight),
  }));
}

/** Elements, units, and fan-out: a kernel [height, width, in, out] leads from one input to height · width · out. */
function sizesOf({ size, shape }: VariableLike): Pick<VariableFact, 'size' | 'units' | 'fanOut'> {
  const units = shape.at(-1) ?? 1;
  return { size, units, fanOut: shape.length < 2 ? units : size / (shape.at(-2) || 1) };
}

/** An embedding is updated sparsely: its norms over all rows say little of the rows in use. */
export const roleOf = (tensor: VariableLike, isTable: boolean): VariableFact['role'] =>
  isTable ? 'table' : tensor.shape.length >= 2 ? 'matrix' : 'vector';

/**
 * Variables of a hand-written loop: `dense/kernel` is variable `kernel` of layer `dense`. Where two have one name (two
 * networks with layers of the same name), the names of their tensors tell them apart.
 */
export function variablesOf(tensors: readonly { name: string; tensor: VariableLike }[]): WatchedVariable[] {
  const uses = new Map<string, number>();
  for (const { name } of tensors) uses.set(name, (uses.get(name) ?? 0) + 1);
  const last = tensors.findLastIndex(({ tensor }) => tensor.shape.length >= 2);
  return tensors.map(({ name, tensor }, index) => {
    const [layer, variable] = splitName(uses.get(name) === 1 ? name : tensor.name);
    return {
      layer,
      variable,
      ...sizesOf(tensor),
      // A loop does not tell how its variables are wired: the last matrix is taken for the output.
      isHead: index === last,
      isNormalized: false,
      isBounded: false,
      role: roleOf(tensor, /embedding/i.test(name)),
      tensor,
      isLearned: true,
    };
  });
}

function splitName(name: string): [layer: string, variable: string] {
  const at = name.lastIndexOf('/');
  return at > 0 ? [name.slice(0, at), name.slice(at + 1)] : [name, 'value'];
}
