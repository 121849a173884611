import util from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';

const names = ['isArray', 'isNullOrUndefined'];
const before = names.map((name) => [name, Reflect.get(util, name)] as const);
afterEach(() => {
  for (const [name, check] of before) Reflect.set(util, name, check);
  vi.resetModules();
});

test('what util has is left as it is', async () => {
  const check = () => true;
  for (const name of names) Reflect.set(util, name, check);
  await import('./tfjs-node-compat.js');
  for (const name of names) expect(Reflect.get(util, name)).toBe(check);
});

test.each([
  ['isNullOrUndefined', null, true],
  ['isNullOrUndefined', undefined, true],
  ['isNullOrUndefined', 0, false],
  ['isArray', [1], true],
  ['isArray', 'text', false],
])('where util has lost %s, it is back: of %j it says %s', async (name, value, answer) => {
  for (const lost of names) Reflect.deleteProperty(util, lost);
  await import('./tfjs-node-compat.js');
  expect(Reflect.get(util, name)(value)).toBe(answer);
});
