import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { missing } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const nodeOf = (version: string) =>
  execFileSync(`${root}scripts/node-versions.sh`, ['--path', version], { encoding: 'utf8' }).trim();

function isThere(version: string): boolean {
  try {
    accessSync(nodeOf(version), constants.X_OK);
    return true;
  } catch {
    return missing(`Node ${version} is not there: scripts/node-versions.sh fetches it`);
  }
}

/** `trainvitals` on that Node. */
function trainvitals(version: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(nodeOf(version), [`${root}dist/cli/main.js`, ...args], {
    encoding: 'utf8',
    cwd: root,
  });
  return { status, out: stdout, err: stderr };
}

/** An example of the repository on that Node, which must end well. */
const example = (version: string, name: string) =>
  execFileSync(nodeOf(version), [`${root}examples/${name}`], {
    encoding: 'utf8',
    cwd: root,
    env: { ...process.env, PORT: '0' },
  });

describe.each(['20', '22', '24'].filter(isThere))('on Node %s', (version) => {
  test('the demo learns, watched', () => {
    const { status, out, err } = trainvitals(version, 'demo', '--steps', '94', '--port', '0');
    expect(status, err).toBe(0);
    expect(out).toMatch(/step 94\/94 .* no symptoms/);
  });

  test('a preflight finds what is wrong', () => {
    const { status, out, err } = trainvitals(
      version,
      'check',
      '--fault',
      'dead-relu',
      '--only',
      'initialization',
    );
    expect(status, err).toBe(1);
    expect(out).toMatch(/Preflight failed: initialization/);
  });

  test('a recording is replayed', () => {
    const { status, out, err } = trainvitals(version, 'replay', 'test/recordings/dead-relu.rec');
    expect(status, err).toBe(0);
    expect(out).toMatch(/dead-relu/);
  });

  test('a hand-written loop is watched', () => {
    expect(example(version, 'loop.mjs')).toMatch(/validation loss/);
  });
});

test.runIf(isThere('18'))('an older Node is refused in one line', () => {
  const { status, out, err } = trainvitals('18', 'demo', '--steps', '1');
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toMatch(/^trainvitals needs Node 20 or later, this is 18\.\S+: install a current one\n$/);
});
