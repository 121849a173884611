import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../src/generate/alerts.js';
import { catalogue } from '../../src/symptoms/catalogue.js';
import { describePromtools } from '../promtool.js';
import { runTool } from '../tools.js';

/** Inputs in CI for each promtool; `RUNS` tries more, `SEED` the same ones again. */
const RUNS = Number(process.env.RUNS ?? 15);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

/** Any number that a limit may be, its ends often. */
const limits = fc.record(
  Object.fromEntries(
    catalogue.map((symptom) => [
      symptom.id,
      fc.record(
        Object.fromEntries(
          Object.entries(symptom.limits).map(([name, { min, max }]) => [
            name,
            fc.oneof(fc.constantFrom(min, max), fc.double({ min, max, noNaN: true })),
          ]),
        ),
        { requiredKeys: [] },
      ),
    ]),
  ),
  { requiredKeys: [] },
);

describePromtools('reads the rules with any limits', (promtool) => {
  test('that may be set, and with any alerts left out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-rules-'));
    const file = join(folder, 'rules.yml');
    try {
      fc.assert(
        fc.property(limits, fc.subarray(catalogue.map(({ id }) => id)), (moved, disabled) => {
          writeFileSync(file, rules(catalogue, { limits: JSON.parse(JSON.stringify(moved)), disabled }));
          const { status, output } = runTool(promtool, [
            'check',
            'rules',
            '--lint=all',
            '--lint-fatal',
            file,
          ]);
          expect(status, output).toBe(0);
        }),
        { numRuns: RUNS, ...SEED },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
