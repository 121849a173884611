import { expect, test } from 'vitest';
import type { TensorLike } from '../statistics/engine.js';
import { listOf, Turns } from './turns.js';

const tensor = {} as TensorLike;
const some = (...names: string[]) => names.map((name) => ({ name, tensor }));

test('what the last update was for is listed, and received where it had a gradient', () => {
  const turns = new Turns();
  turns.note([...some('a'), { name: 'b' }]);
  expect([turns.isListed('a'), turns.isReceived('a')]).toEqual([true, true]);
  expect([turns.isListed('b'), turns.isReceived('b')]).toEqual([true, false]);
  expect([turns.isListed('c'), turns.isReceived('c')]).toEqual([false, false]);
});

test('gradients by name are the same as in a list', () => {
  const turns = new Turns();
  turns.note(listOf({ a: tensor }));
  expect([turns.isListed('a'), turns.isReceived('a')]).toEqual([true, true]);
});

test('parts that are trained in turn are all recent', () => {
  const turns = new Turns();
  for (let step = 0; step < 20; step++) {
    turns.note(step % 2 === 0 ? some('a') : some('b'));
    turns.looked();
  }
  expect([turns.isReceived('a'), turns.isReceived('b')]).toEqual([true, true]);
});

test('what was left out for eight updates, and since the last look, is not', () => {
  const turns = new Turns();
  turns.note(some('a', 'b'));
  turns.looked();
  for (let step = 0; step < 7; step++) turns.note(some('a'));
  expect(turns.isReceived('b')).toBe(true);
  turns.note(some('a'));
  expect([turns.isListed('b'), turns.isReceived('b')]).toEqual([false, false]);
  expect(turns.isReceived('a')).toBe(true);
});

test('what was updated since the last look is recent, however long ago', () => {
  const turns = new Turns();
  turns.looked();
  turns.note(some('a', 'b'));
  for (let step = 0; step < 50; step++) turns.note(some('a'));
  expect(turns.isListed('b')).toBe(true);
  turns.looked();
  expect(turns.isListed('b')).toBe(false);
});

test('a gradient that is no longer there is another kind of update', () => {
  const turns = new Turns();
  turns.note(some('a'));
  turns.looked();
  for (let step = 0; step < 8; step++) turns.note([{ name: 'a' }]);
  expect([turns.isListed('a'), turns.isReceived('a')]).toEqual([true, false]);
});

test('a gradient of null, which an optimizer passes over, is none', () => {
  const turns = new Turns();
  turns.note(listOf({ a: null } as never));
  expect([turns.isListed('a'), turns.isReceived('a')]).toEqual([true, false]);
});

test('what is trained at random takes no more memory and time with each update', () => {
  const turns = new Turns();
  for (let step = 0; step < 500; step++) turns.note(some('a', `b${step}`));
  expect([turns.isListed('a'), turns.isListed('b499'), turns.isListed('b0')]).toEqual([true, true, false]);
});

test('what is trained now and then is not forgotten for what was trained once', () => {
  const turns = new Turns();
  for (let step = 0; step < 500; step++) {
    turns.note(step % 40 === 0 ? some('a') : some(`b${step}`));
    expect([step, turns.isListed('a')]).toEqual([step, true]);
  }
});
