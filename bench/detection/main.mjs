// Compiles the measurement of the detectors (test/detection) and runs it: npm run bench:detection -- --help
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiled = spawnSync('node_modules/.bin/tsc', ['-p', 'test/detection/tsconfig.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
process.chdir(root);
const { main } = await import(new URL('../../.cache/detection/command.js', import.meta.url).href);
process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
