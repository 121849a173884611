#!/usr/bin/env node
import { unsupportedNode } from '../node-version.js';
import { VERSION } from '../version.js';

interface Command {
  readonly usage: string;
  /** Resolves to the exit code. */
  readonly run: (args: string[]) => Promise<number>;
}

/** Loaded only when asked for: `rules` must not need what `demo` needs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: () => import('./demo.js'),
  check: () => import('./check.js'),
  replay: () => import('./replay/command.js'),
  explain: () => import('./explain.js'),
  rules: () => import('./rules.js'),
  dashboards: () => import('./dashboards.js'),
  targets: () => import('./targets.js'),
  'build-tfjs-node': () => import('./build-tfjs-node/command.js'),
};
const names = Object.keys(commands).join(', ');

async function main([name, ...args]: string[]): Promise<number> {
  if (name === '--version') {
    console.log(VERSION);
    return 0;
  }
  if (name === '--help' || name === '-h') {
    const loaded = await Promise.all(Object.values(commands).map((load) => load()));
    console.log(loaded.map(({ usage }) => usage).join('\n\n'));
    return 0;
  }
  const load = name === undefined ? undefined : commands[name];
  if (!load) {
    const found = name === undefined ? 'none' : `"${name}"`;
    console.error(`trainvitals: expected a command, one of ${names}, got ${found}; see trainvitals --help`);
    return 2;
  }
  const command = await load();
  if (args.includes('--help') || args.includes('-h')) {
    console.log(command.usage);
    return 0;
  }
  return command.run(args);
}

// What the commands load may use what an old Node does not know: they are loaded later.
const unsupported = unsupportedNode(process.versions.node);
if (unsupported !== undefined) console.error(unsupported);
process.exitCode = unsupported === undefined ? await main(process.argv.slice(2)) : 1;
