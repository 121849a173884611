import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './tools.js';

/** Plays promtool's unit tests to rules; the tests name them as `rules.yml`. */
export function promtoolTest(rules: string, tests: string): { status: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'trainvitals-promtool-'));
  try {
    writeFileSync(join(folder, 'rules.yml'), rules);
    writeFileSync(join(folder, 'test.yml'), tests);
    return runTool('promtool', ['test', 'rules', 'test.yml'], { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
