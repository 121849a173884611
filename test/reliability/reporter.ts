import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule } from 'vitest/node';
import { PAGE, RESULTS, type Results, renderReliability } from './page.js';
import { type Area, filesOf, type Proof, proofs, type Ran } from './proof.js';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What is promised. */
export const promises = (): readonly Area[] =>
  JSON.parse(readFileSync(at('test/reliability/promises.json'), 'utf8'));
/** What stands below the promises. */
export const rest = (): string => readFileSync(at('test/reliability/not-promised.md'), 'utf8');

/**
 * Holds every promise against the tests of a run that has them all: one that no test proves is a failure in continuous
 * integration. With `RELIABILITY=write` the results and docs/reliability.md are written, also of a run of some of them.
 */
export class Reliability implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const ran = modules.flatMap(testsOf);
    const files = new Set(ran.map(({ file }) => file));
    const areas = promises();
    const isWhole = filesOf(areas).every((file) => files.has(file));
    if (process.env.RELIABILITY === 'write') write(updated(areas, ran, files));
    if (!isWhole) return;
    const found = proofs(areas, ran);
    const open = found.filter(({ missing }) => missing.length > 0);
    for (const { promise, missing } of open)
      process.stdout.write(`\nnot proven: ${promise}\n${missing.map((line) => `  ${line}\n`).join('')}`);
    if (open.length > 0 && process.env.CI) process.exitCode = 1;
  }
}

/** Of the promises whose tests were run, what they came to now; of the others what they came to before. */
function updated(areas: readonly Area[], ran: readonly Ran[], files: ReadonlySet<string>): readonly Proof[] {
  const before = existsSync(at(RESULTS))
    ? (JSON.parse(readFileSync(at(RESULTS), 'utf8')) as Results).proofs
    : [];
  return proofs(areas, ran).map((proof) => {
    const wasRun = Object.keys(proof.passed).every((file) => files.has(file));
    return (wasRun ? undefined : before.find(({ promise }) => promise === proof.promise)) ?? proof;
  });
}

function testsOf(module: TestModule): Ran[] {
  return [...module.children.allTests()].map((test) => ({
    file: module.relativeModuleId,
    name: test.fullName,
    state: test.result().state,
    figures: test.meta().figures ?? {},
  }));
}

function write(found: readonly Proof[]): void {
  const results: Results = {
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? '',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    node: process.version,
    proofs: found,
  };
  mkdirSync(dirname(at(RESULTS)), { recursive: true });
  writeFileSync(at(RESULTS), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(at(PAGE), renderReliability(results, rest()));
}
