import { flag, integer, isRecord, number, oneOf, refuse, refuseUnknown, strings } from '../option-checks.js';
import type { Severity } from '../symptoms/symptom.js';
import type { Check } from './check.js';
import type { Given } from './examples.js';
import { isPlaceForFile, PLACE_FOR_FILE } from './file-place.js';
import { SEVERITIES } from './gravity.js';

/** Per check: `false` leaves it out; an object moves its limits, and its time limit in `seconds`. */
export type CheckSettings = Readonly<Record<string, boolean | Readonly<Record<string, number>>>>;

/** What a preflight looks at, and how. */
export interface PreflightData {
  /** Training inputs, as `fit` takes them: [examples, …] each. */
  readonly xs: Given;
  /** Their targets. */
  readonly ys: Given;
  /** Inputs and targets of the validation data, as `fit` takes them. */
  readonly validationData?: readonly [xs: Given, ys: Given];
  /** Names of the classes, in the order of the labels' indices. */
  readonly classes?: readonly string[];
  readonly checks?: CheckSettings;
  /** Examples of the batch that is memorized. Default: 20, fewer for a model of few parameters. */
  readonly smallBatch?: number;
  /** Throws where a check of this severity, or of a graver one, failed. Default: no gate, the report alone. */
  readonly gate?: Severity;
  /** Whether a table is printed, and progress where there is a terminal; default true. */
  readonly print?: boolean;
  /** File that a page with pictures is written to. */
  readonly html?: string;
}

/** Checked, with defaults. */
export interface Settings {
  readonly classes: readonly string[];
  readonly checks: readonly ConfiguredCheck[];
  readonly smallBatch: number | undefined;
  readonly gate: Severity | undefined;
  readonly print: boolean;
  readonly html: string | undefined;
}

export interface ConfiguredCheck {
  readonly check: Check;
  readonly limits: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const WHO = 'preflight()';
/** Names of all options. */
export const known = [
  'xs',
  'ys',
  'validationData',
  'classes',
  'checks',
  'smallBatch',
  'gate',
  'print',
  'html',
];

/** Checks what is no tensor; throws one line for the first option that does not fit. */
export function settingsOf(data: unknown, catalogue: readonly Check[]): Settings {
  if (!isRecord(data)) return refuse('data', 'an object with xs and ys', data, WHO);
  for (const name of Object.keys(data))
    if (!known.includes(name)) refuseUnknown('option', name, known, '', WHO);
  const { classes, checks, smallBatch, gate, print, html } = data as Partial<Record<string, unknown>>;
  return {
    classes: strings('classes', classes, WHO) ?? [],
    checks: configured(catalogue, checks),
    smallBatch: integer('smallBatch', smallBatch, 2, 1000, WHO),
    gate: gate === undefined ? undefined : oneOf('gate', SEVERITIES, gate, WHO),
    print: print === undefined || flag('print', print, WHO),
    html: pageFile(html),
  };
}

/** Looked at before anything is computed: nobody waits a minute to hear that a folder is missing. */
function pageFile(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') return refuse('html', 'the name of a file', value, WHO);
  return isPlaceForFile(value) ? value : refuse('html', PLACE_FOR_FILE, value, WHO);
}

function configured(catalogue: readonly Check[], settings: unknown): readonly ConfiguredCheck[] {
  if (settings !== undefined && !isRecord(settings))
    return refuse('checks', 'an object by check id', settings, WHO);
  const by = new Map(Object.entries(settings ?? {}));
  const ids = catalogue.map(({ id }) => id);
  for (const id of by.keys())
    if (!ids.includes(id)) refuseUnknown('check', id, ids, ' in option "checks"', WHO);
  const wanted = catalogue.flatMap((check) => {
    const setting: unknown = by.get(check.id);
    if (setting === false) return [];
    if (setting === undefined || setting === true) return [withDefaults(check)];
    if (!isRecord(setting))
      return refuse(`checks.${check.id}`, 'true, false or an object of limits', setting, WHO);
    return [moved(check, setting)];
  });
  // A gate that looks at nothing would let everything through.
  if (wanted.length === 0) refuse('checks', 'an object that leaves one check at least', settings, WHO);
  return wanted;
}

const withDefaults = (check: Check): ConfiguredCheck => ({
  check,
  limits: Object.fromEntries(Object.entries(check.limits).map(([name, { value }]) => [name, value])),
  seconds: check.seconds,
});

function moved(check: Check, setting: object): ConfiguredCheck {
  const { limits, seconds } = withDefaults(check);
  const own = { ...limits };
  let time: number | undefined;
  for (const [name, value] of Object.entries(setting)) {
    const limit = check.limits[name];
    if (name !== 'seconds' && !limit)
      return refuseUnknown(
        'limit',
        name,
        ['seconds', ...Object.keys(check.limits)],
        ` of check "${check.id}"`,
        WHO,
      );
    const { min, max } = limit ?? { min: 0.1, max: 86_400 };
    const wanted = number(`checks.${check.id}.${name}`, value, min, max, WHO);
    if (!limit) time = wanted;
    else if (wanted !== undefined) own[name] = wanted;
  }
  return { check, limits: own, seconds: time ?? seconds };
}
