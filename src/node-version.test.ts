import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OLDEST_NODE, unsupportedNode } from './node-version.js';

test.each(['20.0.0', '22.23.3', '24.9.0', '101.0.0'])('Node %s is supported', (version) => {
  expect(unsupportedNode(version)).toBeUndefined();
});

test.each(['18.9.1', '16.20.2', '9.0.0'])('Node %s is not, and one line says so', (version) => {
  expect(unsupportedNode(version)).toBe(
    `trainvitals needs Node 20 or later, this is ${version}: install a current one`,
  );
});

test('the manifest says the same', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(Reflect.get(Object(manifest), 'engines')).toEqual({ node: `>=${OLDEST_NODE}` });
});
