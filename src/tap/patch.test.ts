import { expect, test } from 'vitest';
import { patch } from './patch.js';

class Model {
  fit(x: number): number {
    return x;
  }
}

const counting = (model: Model, calls: string[], name: string) =>
  patch(model, 'fit', (original, isOn) => {
    return function fit(this: Model, x) {
      if (isOn()) calls.push(name);
      return original.call(this, x);
    };
  });

test.each([
  ['last to first', [1, 0]],
  ['first to last', [0, 1]],
])('two patches undone %s leave the instance as it was', (_name, order) => {
  const model = new Model();
  const calls: string[] = [];
  const restores = [counting(model, calls, 'one'), counting(model, calls, 'two')];
  expect(model.fit(3)).toBe(3);
  expect(calls).toEqual(['two', 'one']);
  for (const index of order) restores[index]?.();
  expect(Object.getOwnPropertyNames(model)).toEqual([]);
  expect(model.fit(4)).toBe(4);
  expect(calls).toHaveLength(2);
});

test("somebody else's patch over it stays, and the one below is passive", () => {
  const model = new Model();
  const calls: string[] = [];
  const restore = counting(model, calls, 'ours');
  const ours = model.fit.bind(model);
  const theirs = (x: number) => ours(x) + 1;
  model.fit = theirs;
  restore();
  expect(model.fit).toBe(theirs);
  expect(model.fit(1)).toBe(2);
  expect(calls).toEqual([]);
});
