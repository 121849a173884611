import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { play } from '../../src/cli/replay/play.js';
import { TrainvitalsError } from '../../src/errors.js';
import { framed, HEAD, MAGIC } from '../../src/recording/records.js';
import { figures } from '../figures.js';

/** Inputs in CI; `RUNS` tries more, `SEED` the same ones again. */
const RUNS = Number(process.env.RUNS ?? 150);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

const whole = readFileSync(fileURLToPath(new URL('../recordings/dead-relu.rec', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'fuzz-recordings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The records of the recording: type and body. */
const records: Buffer[] = [];
for (let at = MAGIC.length; at < whole.length; ) {
  const length = whole.readUInt32LE(at);
  records.push(Buffer.from(whole.subarray(at + HEAD, at + HEAD + length)));
  at += HEAD + length;
}

/** Inputs that a test has tried. */
let tried = 0;
beforeEach(() => {
  tried = 0;
});
afterEach((context) => figures(context, { 'inputs tried': tried }));

/** Plays it: it is read as far as it goes, or refused in one line; never anything else. */
function played(bytes: Buffer): 'played' | 'refused' {
  tried++;
  const file = join(folder, 'fuzzed.rec');
  writeFileSync(file, bytes);
  try {
    const { losses, run } = play(file);
    for (const { bytes: lost } of losses) expect(lost).toBeGreaterThan(0);
    expect(run.errors.all.exporter ?? 0).toBeGreaterThanOrEqual(0);
    return 'played';
  } catch (error) {
    expect(error).toBeInstanceOf(TrainvitalsError);
    expect(String(error)).not.toContain('\n');
    return 'refused';
  }
}

const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  how: fc.constantFrom('flip', 'cut', 'insert', 'zero', 'repeat', 'swap'),
  with: fc.uint8Array({ minLength: 1, maxLength: 12 }),
});
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(bytes: Buffer, { at, how, with: by }: Damage): Buffer {
  const where = Math.floor(at * bytes.length);
  const [before, after] = [bytes.subarray(0, where), bytes.subarray(where)];
  switch (how) {
    case 'cut':
      return Buffer.from(before);
    case 'insert':
      return Buffer.concat([before, by, after]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, 40), after]);
    case 'swap':
      return Buffer.concat([after, before]);
    case 'zero':
      return Buffer.concat([
        before,
        Buffer.alloc(Math.min(by.length, after.length)),
        after.subarray(by.length),
      ]);
    case 'flip': {
      const copy = Buffer.from(bytes);
      for (const [index, bits] of by.entries()) {
        const place = (where + 31 * index) % Math.max(1, copy.length);
        copy[place] = (copy[place] ?? 0) ^ bits;
      }
      return copy;
    }
  }
}

test('a file with any damage is read as far as it is whole, or refused in one line', () => {
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      played(damages.reduce(damaged, whole));
    }),
    { numRuns: RUNS, ...SEED },
  );
});

test('any bytes at all are refused or read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isMarked) => {
      played(Buffer.concat([isMarked ? MAGIC : Buffer.alloc(0), bytes]));
    }),
    { numRuns: RUNS, ...SEED },
  );
});

test('records that say anything, under a checksum that is right, are read or refused', () => {
  const seen = { played: 0, refused: 0 };
  fc.assert(
    fc.property(
      fc.array(fc.record({ number: fc.nat({ max: Math.min(records.length - 1, 12) }), damage }), {
        minLength: 1,
        maxLength: 4,
      }),
      (changes) => {
        const changed = records.map((record) => record);
        for (const { number, damage: change } of changes) {
          const record = changed[number];
          // The first byte says what it is: a note, a frame.
          if (record)
            changed[number] = Buffer.concat([record.subarray(0, 1), damaged(record.subarray(1), change)]);
        }
        const bytes = changed.map((record) => framed(record[0] ?? 0, record.subarray(1)));
        seen[played(Buffer.concat([MAGIC, ...bytes]))]++;
      },
    ),
    { numRuns: RUNS, ...SEED },
  );
  // Both happen, or the test would see one half of the reader.
  expect(seen.played).toBeGreaterThan(0);
});

test('notes of any JSON are read or refused', () => {
  const NOTE = 1;
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { maxLength: 4 }), fc.nat({ max: 5 }), (values, kept) => {
      const before = records.slice(0, kept).map((record) => framed(record[0] ?? 0, record.subarray(1)));
      const notes = values.map((value) => framed(NOTE, Buffer.from(JSON.stringify(value))));
      played(Buffer.concat([MAGIC, ...before, ...notes]));
    }),
    { numRuns: RUNS, ...SEED },
  );
});
