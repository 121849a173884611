import { expect, test } from 'vitest';
import { LINKS, MEMBERS, MOVES } from './unpack.js';

test('every member of the wheel has its place in deps', () => {
  for (const member of MEMBERS)
    expect(
      MOVES.filter(([from]) => member === from || member.startsWith(`${from}/`)),
      member,
    ).toHaveLength(1);
});

test('the linker finds what binding.gyp names, and the loader what those names stand for', () => {
  const libraries = MOVES.map(([, to]) => to);
  expect(LINKS.map(([, link]) => link)).toEqual(['lib/libtensorflow.so', 'lib/libtensorflow_framework.so']);
  for (const [target] of LINKS) expect(libraries).toContain(`lib/${target}`);
});
