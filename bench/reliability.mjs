import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const HELP = `Runs the tests that prove what is promised (test/reliability/promises.json), and writes what they came to.

  npm run bench:reliability
  npm run bench:reliability -- test/soak    # some of them, the rest as it was

Writes bench/results/reliability.json and docs/reliability.md; some minutes on two cores. RUNS=N tries N inputs a fuzzed property.
`;

/** Runs every test of a promise with the reporter that writes the page. */
export function reliability(args) {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const areas = JSON.parse(readFileSync(`${root}/test/reliability/promises.json`, 'utf8'));
  const files = new Set(areas.flatMap(({ promises }) => promises.flatMap(({ tests }) => Object.keys(tests))));
  const env = { ...process.env, RELIABILITY: 'write' };
  const some = args.length > 0 ? args : [...files];
  const { status } = spawnSync('npx', ['vitest', 'run', ...some], { cwd: root, env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
