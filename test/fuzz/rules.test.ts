import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { rules } from '../../src/generate/alerts.js';
import { catalogue } from '../../src/symptoms/catalogue.js';
import { figures } from '../figures.js';
import { describePromtools } from '../promtool.js';
import { runTool } from '../tools.js';

/** Inputs in CI for each promtool; `RUNS` tries more, `SEED` the same ones again. */
const RUNS = Number(process.env.RUNS ?? 15);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

/** Each limit of each symptom at a place in its range. */
const limitsAt = (place: (symptom: string, name: string, min: number, max: number) => number) =>
  Object.fromEntries(
    catalogue.map(({ id, limits }) => [
      id,
      Object.fromEntries(
        Object.entries(limits).map(([name, { min, max }]) => [name, place(id, name, min, max)]),
      ),
    ]),
  );

/** Any number that a limit may be, its ends and what is next to them often. */
const limits = fc.record(
  Object.fromEntries(
    catalogue.map((symptom) => [
      symptom.id,
      fc.record(
        Object.fromEntries(
          Object.entries(symptom.limits).map(([name, { min, max }]) => [
            name,
            fc.oneof(
              fc.constantFrom(min, max, Math.min(max, min + Number.EPSILON), min + (max - min) / 3),
              fc.double({ min, max, noNaN: true }),
            ),
          ]),
        ),
        { requiredKeys: [] },
      ),
    ]),
  ),
  { requiredKeys: [] },
);

describePromtools('reads the rules with any limits', (promtool) => {
  let folder: string;
  let tried = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fuzz-rules-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    tried = 0;
  });
  afterEach((context) => figures(context, { 'inputs tried': tried }));

  function expectRead(moved: Parameters<typeof rules>[1]): void {
    tried++;
    const file = join(folder, 'rules.yml');
    writeFileSync(file, rules(catalogue, moved));
    const { status, output } = runTool(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', file]);
    expect(status, output).toBe(0);
  }

  test('that may be set, and with any alerts left out', () => {
    fc.assert(
      fc.property(limits, fc.subarray(catalogue.map(({ id }) => id)), (moved, disabled) =>
        expectRead({ limits: JSON.parse(JSON.stringify(moved)), disabled }),
      ),
      { numRuns: RUNS, ...SEED },
    );
  });

  // By chance no run has every limit at an end: here each is at each of its ends.
  test.for<[string, (at: number) => boolean]>([
    ['lower', () => true],
    ['upper', () => false],
    ['lower and upper in turn', (at) => at % 2 === 0],
    ['upper and lower in turn', (at) => at % 2 === 1],
  ])('that are each at an end of their range: %s', ([, isLower]) => {
    let at = 0;
    expectRead({
      limits: limitsAt((_symptom, _name, min, max) => (isLower(at++) ? min : max)),
      disabled: [],
    });
    expect(at).toBeGreaterThan(catalogue.length);
  });
});
