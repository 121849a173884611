// Compiles the zoo and plays it: node test/zoo/main.mjs --help
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiled = spawnSync('node_modules/.bin/tsc', ['-p', 'test/zoo/tsconfig.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
const { main } = await import(new URL('../../.cache/zoo/command.js', import.meta.url).href);
process.exitCode = await main(process.argv.slice(2));
