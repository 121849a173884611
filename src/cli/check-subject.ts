import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadBackend } from '../demo/backend.js';
import { DIGIT_NAMES, loadDigits } from '../demo/digits.js';
import type { FaultyRun } from '../demo/run.js';
import { readDigits } from '../demo/train.js';
import { type PreflightData, TrainvitalsError } from '../index.js';

/** What is checked. */
export interface CheckSubject extends PreflightData {
  readonly model: object;
}

/** The network of the demo with its digits, healthy or with a fault. */
export async function demoSubject(backend: string, fault: FaultyRun | undefined): Promise<CheckSubject> {
  const tf = await loadBackend(backend);
  const digits = await loadDigits(tf);
  const { model, images, labels, validation } = (fault?.build ?? readDigits)(tf, digits);
  const classes = model.outputs[0]?.shape.at(-1) === DIGIT_NAMES.length ? { classes: DIGIT_NAMES } : {};
  return { model, xs: images, ys: labels, ...classes, ...(validation && { validationData: validation }) };
}

const WANTED = '{ model, xs, ys }, or a promise of it, or a function that gives either';

/** What a module of the user's exports; throws one line where that is nothing to check. */
export async function subjectIn(file: string): Promise<CheckSubject> {
  const path = resolve(file);
  if (!existsSync(path)) return refuse(file, 'there is no such file');
  const loaded: unknown = await import(pathToFileURL(path).href).catch((error) =>
    refuse(file, reasonOf(error)),
  );
  const given = defaultOf(loaded);
  if (given === undefined) return refuse(file, `it has no default export; export default ${WANTED}`);
  const subject: unknown = await Promise.resolve()
    .then(() => (typeof given === 'function' ? given() : given))
    .catch((error) => refuse(file, `its default export failed: ${reasonOf(error)}`));
  if (isSubject(subject)) return subject;
  return refuse(file, `its default export must be ${WANTED}`);
}

/** What a compiler makes of `export default` for CommonJS is one level deeper. */
function defaultOf(loaded: unknown): unknown {
  const given: unknown = Reflect.get(Object(loaded), 'default');
  return Reflect.get(Object(given), '__esModule') === true ? Reflect.get(Object(given), 'default') : given;
}

const isSubject = (value: unknown): value is CheckSubject =>
  typeof value === 'object' && value !== null && 'model' in value && 'xs' in value && 'ys' in value;

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

function refuse(file: string, why: string): never {
  throw new TrainvitalsError('OPTION', `${file} cannot be checked: ${why}`);
}
