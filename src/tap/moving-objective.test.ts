import { beforeEach, expect, test } from 'vitest';
import type { Engine, VariableLike } from '../statistics/engine.js';
import { MovingObjective } from './moving-objective.js';
import type { TapeNode } from './taped-loss.js';
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
const tapeOf = (...inputs: unknown[]) => inputs.map((x) => ({ inputs: { x } }) as unknown as TapeNode);
const trains =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);

beforeEach(() => {
  registered = {};
  objective = new MovingObjective({ registeredVariables: registered } as unknown as Engine);
});

/** One step: it begins, something may happen in it, it is over. */
function step(isTrained: (name: string) => boolean, meanwhile = () => {}): boolean {
  const hasMoved = objective.begin(isTrained);
  meanwhile();
  objective.end();
  return hasMoved;
}

test('moves with a variable that the loss was computed from and that the run does not train', () => {
  const [own, target] = [variable('own'), variable('target')];
  const isOwn = trains('own');
  objective.look(tapeOf(own, target, { shape: [1] }), [watched(own)], isOwn);
  expect(step(isOwn)).toBe(false);
  assign(own);
  expect(step(isOwn)).toBe(false);
  assign(target);
  expect(step(isOwn)).toBe(true);
  expect(step(isOwn)).toBe(false);
});

test('what changes while a step is open has moved before the next one', () => {
  const [own, critic] = [variable('own'), variable('critic')];
  const isOwn = trains('own');
  const look = () => objective.look(tapeOf(own, critic), [watched(own)], isOwn);
  look();
  const between = () => {
    assign(critic);
    look();
  };
  expect(step(isOwn, between)).toBe(false);
  expect(step(isOwn)).toBe(true);
});

test('a step that comes to nothing loses no move', () => {
  const [own, critic] = [variable('own'), variable('critic')];
  const isOwn = trains('own');
  objective.look(tapeOf(own, critic), [watched(own)], isOwn);
  assign(critic);
  expect(objective.begin(isOwn)).toBe(true);
  expect(step(isOwn)).toBe(true);
  expect(step(isOwn)).toBe(false);
});

test('does not move with averages of the weights, which no loss is computed from', () => {
  const own = variable('own');
  const averages = [variable('average'), variable('slower')];
  const isOwn = trains('own');
  // What is watched may be a part of what is trained.
  for (const variables of [[watched(own)], []]) {
    objective.look(tapeOf(own), variables, isOwn);
    for (const each of averages) assign(each);
    expect(step(isOwn)).toBe(false);
  }
});

test('moves with another model that is trained in turn, told by matrices of other shapes', () => {
  const [own, first] = [variable('own'), variable('first', [5, 7])];
  const isOwn = trains('own');
  // A count is no model, and a single matrix is a table or a memory.
  const count = variable('count', []);
  objective.look([], [watched(own)], isOwn);
  for (const each of [count, first]) assign(each);
  expect(step(isOwn)).toBe(false);
  variable('second', [7, 1]);
  objective.look([], [watched(own)], isOwn);
  assign(first);
  expect(step(isOwn)).toBe(true);
});

test('neither running statistics nor what the run begins to train move it', () => {
  const [own, mean, later] = [
    variable('own'),
    variable('mean', [3], false),
    variable('later', [3, 2], false),
  ];
  const variables = [watched(own), watched(mean, false), watched(later)];
  objective.look(tapeOf(own, mean, later), variables, trains('own'));
  expect(step(trains('own'), () => assign(mean))).toBe(false);
  expect(step(trains('own'))).toBe(false);
  assign(later);
  expect(step(trains('own', 'later'))).toBe(false);
  assign(later);
  expect(step(trains('own'))).toBe(true);
});

test("statistics of a normalization that is not the run's change while a step is fed forward", () => {
  const [own, mean] = [variable('own'), variable('mean', [3], false)];
  const isOwn = trains('own');
  objective.look(tapeOf(own, mean), [watched(own)], isOwn);
  expect(step(isOwn, () => assign(mean))).toBe(false);
  expect(step(isOwn)).toBe(false);
  assign(mean);
  expect(step(isOwn)).toBe(true);
});

test("what another optimizer trains of the run's own model does not move it", () => {
  const [own, wide] = [variable('own'), variable('wide', [9, 2])];
  const isOwn = trains('own');
  objective.look(tapeOf(own, wide), [watched(own), watched(wide)], isOwn);
  assign(wide);
  expect(step(isOwn)).toBe(false);
});
