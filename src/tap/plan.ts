import {
  ABSENT,
  type FrameKind,
  frameKinds,
  HEADER,
  type InputFact,
  type Layout,
  type Slot,
  type VariableFact,
} from '../frame.js';
import type { SeriesKey } from '../series.js';
import type { Ranks } from './ranks.js';
import type { Topology } from './topology.js';

/** What frames of a run carry beside the topology. */
export interface Contents {
  readonly topology: Topology;
  readonly inputs: readonly InputFact[];
  readonly metrics: readonly string[];
  /** Class names, where the labels are classes. */
  readonly classes: readonly string[];
  /** Where and why the loss may not fit. */
  readonly mismatches: readonly { readonly layer: string; readonly reason: string }[];
  /** What the first loss is compared with, and the weights it is told at. */
  readonly chance?: Chance;
}

/** `initialLoss`: with guessing, ln C for C classes. `initialError`: a squared error with the squares of its targets. */
export type Chance = { readonly layer: string; readonly variable: string } & (
  | { readonly key: 'initialLoss'; readonly loss: number }
  | { readonly key: 'initialError' }
);

const scalars: readonly SeriesKey[] = [
  'steps',
  'examples',
  'epochs',
  'plannedSteps',
  'stepDuration',
  'dataLoss',
  'regularizationLoss',
  'learningRate',
  'gradientNorm',
  'objectiveMoves',
  'weightSets',
  'tensors',
  'tensorBytes',
  'agentOverhead',
  'agentInterval',
  'agentBudget',
];
const perVariable: readonly SeriesKey[] = [
  'layerGradientNorm',
  'layerGradientMeanAbs',
  'layerGradientMaxAbs',
  'layerRegularizationRatio',
  'layerWeightNorm',
  'layerWeightStd',
  'layerUpdateRatio',
  'layerTrainable',
  'layerGradientReceived',
  'layerUnitSpread',
];
const perLayer: readonly SeriesKey[] = [
  'layerActivationMean',
  'layerActivationStd',
  'layerActivationZeroRatio',
];
const perInput: readonly SeriesKey[] = ['inputMean', 'inputStd', 'inputChange'];
const splits = ['train', 'validation'] as const;
export type Split = (typeof splits)[number];
export const nonfinitePlaces = ['loss', 'gradient', 'weight', 'activation', 'input', 'label'] as const;
export type NonfinitePlace = (typeof nonfinitePlaces)[number];

/** The layout of a run's frames, and where each value goes. */
export class FramePlan {
  readonly layout: Layout;
  /** Of the steps that are measured least: one after the other, so that all of them have the same. */
  readonly lean: LeanFrame;
  private readonly places: Places = new Map();
  /** Frames that were sent: allocating one each step makes the collector work. */
  private readonly free: Float64Array[] = [];

  constructor(
    id: number,
    readonly contents: Contents,
    objective = 0,
    ranks?: Ranks,
  ) {
    const slots = [...slotsOf(contents), ...slotsOfRanks(contents, ranks)];
    const variables = contents.topology.variables.map(
      ({ layer, variable, size, units, fanOut, isHead, isNormalized, isBounded, role }): VariableFact => ({
        layer,
        variable,
        size,
        units,
        fanOut,
        isHead,
        isNormalized,
        isBounded,
        role,
      }),
    );
    this.layout = { id, objective, slots, variables, inputs: contents.inputs };
    for (const [index, { key, labels }] of slots.entries()) {
      put(this.places, [key, ...Object.values(labels)], HEADER.length + index);
    }
    this.lean = new LeanFrame(this.draft('step').numbers, this.places);
    this.lean.header('sampled', 0);
  }

  /** A frame in which nothing is measured yet. */
  draft(kind: FrameKind): Draft {
    const numbers = this.free.pop() ?? new Float64Array(HEADER.length + this.layout.slots.length);
    numbers.fill(ABSENT);
    numbers[HEADER.kind] = frameKinds.indexOf(kind);
    numbers[HEADER.layout] = this.layout.id;
    return new Draft(numbers, this.places);
  }

  /** Takes back a draft of this plan that was copied to the ring. */
  recycle({ numbers }: Draft): void {
    if (numbers === this.lean.numbers) return;
    if (numbers[HEADER.layout] === this.layout.id && this.free.length < 4) this.free.push(numbers);
  }
}

/** A frame being filled in. */
export class Draft {
  constructor(
    /** Header and values, as they are copied to the ring. */
    readonly numbers: Float64Array,
    private readonly places: Places,
  ) {}

  /** Puts a value where the layout has a slot for it; label values in the order of the series' labels. */
  set(key: SeriesKey, value: number, first?: string, second?: string): void {
    let place = this.places.get(key);
    if (first !== undefined && typeof place === 'object') place = place.get(first);
    if (second !== undefined && typeof place === 'object') place = place.get(second);
    if (typeof place === 'number') this.numbers[place] = value;
  }

  header(field: keyof typeof HEADER, value: number): void {
    this.numbers[HEADER[field]] = value;
  }

  /** Where the value of a series without labels, or with the first of its labels' values, stands. */
  protected placeOf(key: SeriesKey, first?: string): number {
    const place = this.places.get(key);
    const inner = first !== undefined && typeof place === 'object' ? place.get(first) : place;
    // Behind all places there is one for what has none: writing there is harmless.
    return typeof inner === 'number' ? inner : this.numbers.length;
  }
}

/** A frame whose values always stand in the same places: they are looked up once, and the others stay not measured. */
export class LeanFrame extends Draft {
  readonly at = {
    steps: this.placeOf('steps'),
    examples: this.placeOf('examples'),
    epochs: this.placeOf('epochs'),
    stepDuration: this.placeOf('stepDuration'),
    learningRate: this.placeOf('learningRate'),
    objectiveMoves: this.placeOf('objectiveMoves'),
    weightSets: this.placeOf('weightSets'),
    tensors: this.placeOf('tensors'),
    tensorBytes: this.placeOf('tensorBytes'),
    loss: this.placeOf('loss', 'train'),
    dataLoss: this.placeOf('dataLoss'),
    regularizationLoss: this.placeOf('regularizationLoss'),
    /** Of the first place where values may be non-finite; the others follow. */
    nonfinite: this.placeOf('nonfinite', nonfinitePlaces[0]),
    agentOverhead: this.placeOf('agentOverhead'),
    agentBudget: this.placeOf('agentBudget'),
    agentInterval: this.placeOf('agentInterval'),
  };

  /** A value that a step may not have. */
  put(place: number, value: number | undefined): void {
    this.numbers[place] = value ?? ABSENT;
  }
}

/** Places of slots by key, then by the values of its labels, two at most: joined names would be made anew each time. */
type Places = Map<string, number | Places>;

function put(places: Places, [name = '', ...rest]: readonly string[], place: number): void {
  if (rest.length === 0) {
    places.set(name, place);
    return;
  }
  const found = places.get(name);
  const inner: Places = typeof found === 'object' ? found : new Map();
  places.set(name, inner);
  put(inner, rest, place);
}

/** What a run on several ranks is compared by. */
function slotsOfRanks({ topology }: Contents, ranks: Ranks | undefined): Slot[] {
  if (!ranks) return [];
  const slots: Slot[] = [{ key: 'stepOwnTime', labels: {} }];
  if (!ranks.alignment) return slots;
  slots.push({ key: 'replicaStep', labels: {} });
  for (const { layer, variable, isLearned } of topology.variables)
    if (isLearned) slots.push({ key: 'replicaWeightNorm', labels: { layer, variable } });
  return slots;
}

function slotsOf({ topology, inputs, metrics, classes, mismatches, chance }: Contents): Slot[] {
  const slots: Slot[] = scalars.map((key) => ({ key, labels: {} }));
  for (const split of splits) slots.push({ key: 'loss', labels: { split } });
  for (const where of nonfinitePlaces) slots.push({ key: 'nonfinite', labels: { where } });
  for (const metric of metrics) {
    for (const split of splits) slots.push({ key: 'metric', labels: { metric, split } });
  }
  for (const { layer, variable } of topology.variables) {
    for (const key of perVariable) slots.push({ key, labels: { layer, variable } });
  }
  for (const { name: layer, rails } of topology.layers) {
    for (const key of perLayer) slots.push({ key, labels: { layer } });
    if (rails === 'relu') slots.push({ key: 'layerDeadUnits', labels: { layer } });
    else if (rails)
      slots.push(
        { key: 'layerSaturatedUnits', labels: { layer } },
        { key: 'layerActivationRailRatio', labels: { layer } },
      );
  }
  for (const { input } of inputs) {
    for (const key of perInput) slots.push({ key, labels: { input } });
  }
  if (chance) slots.push({ key: chance.key, labels: { layer: chance.layer, variable: chance.variable } });
  for (const labels of mismatches) slots.push({ key: 'layerLossMismatch', labels });
  for (const name of classes) {
    slots.push(
      { key: 'classExamples', labels: { class: name } },
      { key: 'classPredicted', labels: { class: name } },
    );
  }
  return slots;
}
