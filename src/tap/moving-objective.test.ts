import { beforeEach, expect, test } from 'vitest';
import type { Engine, VariableLike } from '../statistics/engine.js';
import { MovingObjective } from './moving-objective.js';
import type { WatchedVariable } from './topology.js';

type Fake = { -readonly [K in keyof VariableLike]: VariableLike[K] };

let registered: Record<string, VariableLike>;
let objective: MovingObjective;

/** A registered variable; `assign` gives it other data. */
function variable(name: string, shape: number[] = [3, 2], trainable = true): Fake {
  const made = { name, shape, trainable, dataId: {}, size: 6, id: 0, dtype: 'float32', isDisposed: false };
  registered[name] = made as unknown as VariableLike;
  return made as unknown as Fake;
}
const assign = (target: Fake) => {
  target.dataId = {};
};
const watched = (tensor: VariableLike, isLearned = true) => ({ tensor, isLearned }) as WatchedVariable;
/** A tape on which each of these was an input of a kernel. */
const tapeOf = (...inputs: unknown[]) => inputs.map((x) => ({ inputs: { x, bias: null } }));
const trains =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);

beforeEach(() => {
  registered = {};
  objective = new MovingObjective({ registeredVariables: registered } as unknown as Engine);
});

test('moves with a variable that the loss was computed from and that the run does not train', () => {
  const [own, target] = [variable('own'), variable('target')];
  const isOwn = trains('own');
  objective.look(tapeOf(own, target, { shape: [1] }), [watched(own)], isOwn, true);
  expect(objective.hasMoved(isOwn)).toBe(false);
  assign(own);
  expect(objective.hasMoved(isOwn)).toBe(false);
  assign(target);
  expect(objective.hasMoved(isOwn)).toBe(true);
  objective.remember();
  expect(objective.hasMoved(isOwn)).toBe(false);
});

test('does not move with the weight of an average, which no loss is computed from', () => {
  const [own, average] = [variable('own'), variable('average')];
  const isOwn = trains('own');
  objective.look(tapeOf(own), [watched(own)], isOwn, true);
  assign(average);
  expect(objective.hasMoved(isOwn)).toBe(false);
});

test('moves with another model that is trained in turn, told by matrices of other shapes', () => {
  const [own, partner, count] = [variable('own'), variable('partner', [5, 7]), variable('count', [])];
  const isOwn = trains('own');
  objective.look(undefined, [watched(own)], isOwn, true);
  assign(count);
  expect(objective.hasMoved(isOwn)).toBe(false);
  assign(partner);
  expect(objective.hasMoved(isOwn)).toBe(true);
});

test('neither running statistics nor what the run begins to train move it', () => {
  const [own, mean, later] = [variable('own'), variable('mean', [3]), variable('later')];
  const variables = [watched(own), watched(mean, false), watched(later)];
  objective.look(tapeOf(own, mean, later), variables, trains('own'), true);
  assign(mean);
  expect(objective.hasMoved(trains('own'))).toBe(false);
  assign(later);
  expect(objective.hasMoved(trains('own', 'later'))).toBe(false);
  expect(objective.hasMoved(trains('own'))).toBe(true);
});

test('where not each step is remembered, what is not trainable counts only if it is a part of the model', () => {
  const [own, frozen, foreign] = [
    variable('own'),
    variable('frozen', [4, 4], false),
    variable('foreign', [4, 4], false),
  ];
  const isOwn = trains('own');
  const variables = [watched(own), watched(frozen)];
  objective.look(tapeOf(own, frozen, foreign), variables, isOwn, false);
  assign(foreign);
  expect(objective.hasMoved(isOwn)).toBe(false);
  assign(frozen);
  expect(objective.hasMoved(isOwn)).toBe(true);
});
