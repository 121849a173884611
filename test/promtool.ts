import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { requireTool, runTool } from './tools.js';

/** That of Prometheus 2, Debian's, and that of Prometheus 3: both generations read the same rules. */
export type Promtool = 'promtool' | 'promtool3';

/** Tests for each generation of promtool; those for one that is not installed are skipped as `requireTool` says. */
export function describePromtools(what: string, tests: (promtool: Promtool) => void): void {
  for (const promtool of ['promtool', 'promtool3'] as const)
    describe.runIf(requireTool(promtool))(`${promtool} ${what}`, () => tests(promtool));
}

/** Plays promtool's unit tests to rules; the tests name them as `rules.yml`. */
export function promtoolTest(
  promtool: Promtool,
  rules: string,
  tests: string,
): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'trainvitals-promtool-'));
  try {
    writeFileSync(join(folder, 'rules.yml'), rules);
    writeFileSync(join(folder, 'test.yml'), tests);
    return runTool(promtool, ['test', 'rules', 'test.yml'], { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
