import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseCheckOptions } from '../../src/cli/check-options.js';
import { parseDemoOptions } from '../../src/cli/demo-options.js';
import { identityOf, optionsFrom, variables } from '../../src/environment.js';
import { TrainvitalsError } from '../../src/errors.js';
import { known, settingsOf } from '../../src/options.js';
import { checks } from '../../src/preflight/catalogue.js';
import { givenOutcomes } from '../../src/preflight/outcome.js';
import {
  known as preflightOptions,
  settingsOf as preflightSettingsOf,
} from '../../src/preflight/settings.js';
import { catalogue } from '../../src/symptoms/catalogue.js';
import { figures } from '../figures.js';

/** Inputs in CI; `RUNS` tries more, `SEED` the same ones again. */
const RUNS = Number(process.env.RUNS ?? 2000);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

/** Inputs that a test has tried. */
let tried = 0;
beforeEach(() => {
  tried = 0;
});
afterEach((context) => figures(context, { 'inputs tried': tried }));

/** Either it is taken, or refused with one line: what was expected, what was found. */
function takenOrRefused(take: () => unknown): void {
  tried++;
  try {
    take();
  } catch (error) {
    expect(error).toBeInstanceOf(TrainvitalsError);
    oneLine(error);
  }
}

function oneLine(error: unknown): void {
  const { message } = error as Error;
  expect(message).not.toMatch(/[\n\r]|\[object|undefined is not/);
  expect(message.length).toBeLessThan(2500);
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
});
const near = fc.oneof(
  anything,
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.constantFrom(Number.NaN, -1, 0, 1, 65_536, '', '0', 'SIGTERM', 'http://x:1', [], {}, null),
);

test('watch(): any options', () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.dictionary(fc.constantFrom(...known), near)), (options) => {
      takenOrRefused(() => settingsOf(options as object, {}));
    }),
    { numRuns: RUNS, ...SEED },
  );
});

test('watch(): any limits of symptoms', () => {
  const ids = catalogue.map(({ id }) => id);
  const limits = fc.dictionary(
    fc.oneof(
      fc.constantFrom('limit', ...new Set(catalogue.flatMap((symptom) => Object.keys(symptom.limits)))),
      fc.string(),
    ),
    near,
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.oneof(fc.constantFrom(...ids), fc.string()), fc.oneof(near, limits)),
      (symptoms) => {
        takenOrRefused(() => settingsOf({ symptoms } as object, {}));
      },
    ),
    { numRuns: RUNS, ...SEED },
  );
});

test('watch(): any environment', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(...variables, 'SLURM_JOB_ID', 'TORCHELASTIC_RUN_ID'),
        fc.oneof(fc.string(), fc.integer().map(String)),
      ),
      (env) => {
        takenOrRefused(() => {
          identityOf(env);
          optionsFrom(env);
        });
      },
    ),
    { numRuns: RUNS, ...SEED },
  );
});

test('watch(): any report of a preflight', () => {
  const check = fc.record(
    {
      id: fc.oneof(fc.string(), fc.constantFrom('inputs', '__proto__')),
      verdict: fc.oneof(near, fc.constantFrom('pass', 'fail', 'skipped')),
      severity: fc.oneof(near, fc.constantFrom('info', 'warning', 'critical')),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        anything,
        fc.record({ checks: fc.oneof(near, fc.array(fc.oneof(check, anything), { maxLength: 60 })) }),
      ),
      (report) => {
        takenOrRefused(() => givenOutcomes('preflight', report));
      },
    ),
    { numRuns: RUNS, ...SEED },
  );
});

test('preflight(): any options', () => {
  const settings = fc.dictionary(
    fc.oneof(fc.constantFrom(...checks.map(({ id }) => id)), fc.string()),
    fc.oneof(near, fc.dictionary(fc.string(), near)),
  );
  fc.assert(
    fc.property(
      fc.oneof(anything, fc.dictionary(fc.constantFrom(...preflightOptions), fc.oneof(near, settings))),
      (data) => {
        takenOrRefused(() => preflightSettingsOf(data, checks));
      },
    ),
    { numRuns: RUNS, ...SEED },
  );
});

test('the command line: any words', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '--fault',
      '--gate',
      '--only',
      '--skip',
      '--html',
      '--json',
      '--backend',
      '--port',
      '--steps',
      '--host',
      '--record',
      'names',
      'wasm',
      '9',
      '-',
      '--',
    ),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (args) => {
      takenOrRefused(() => parseCheckOptions(args));
      try {
        parseDemoOptions(args);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        oneLine(error);
      }
    }),
    { numRuns: RUNS, ...SEED },
  );
});
