import { comparisonsOf } from './comparisons.js';
import type { Limits } from './detector.js';
import type { Symptom } from './symptom.js';

/** What a user sets, by the id of a symptom: `false` leaves it out, an object moves its limits. */
export type SymptomSettings = Readonly<Record<string, boolean | Limits>>;

/** A symptom with the limits that apply to it. */
export interface Configured {
  readonly symptom: Symptom;
  readonly limits: Limits;
}

/** The name by which the main limit of every symptom can be moved, whatever its own name. */
export const MAIN = 'limit';

/** The name of a symptom's main limit: that of the first comparison, which the finding and the alert carry. */
export const mainLimitOf = ({ condition }: Symptom): string => comparisonsOf(condition)[0].limit;

/**
 * The symptoms that are left, each with a number for every limit. Throws one line for an id or a limit that is unknown,
 * one that is out of range, or one that is set by both of its names.
 */
export function configured(
  catalogue: readonly Symptom[],
  settings: SymptomSettings = {},
): readonly Configured[] {
  const set = new Map(Object.entries(settings));
  const ids = catalogue.map(({ id }) => id);
  for (const id of set.keys())
    if (!ids.includes(id))
      throw new Error(`unknown symptom ${JSON.stringify(id)}; known are ${ids.join(', ')}`);
  return catalogue.flatMap((symptom) => {
    const setting = set.get(symptom.id) ?? true;
    if (setting === false) return [];
    return [{ symptom, limits: limitsOf(symptom, setting === true ? {} : setting) }];
  });
}

/** Every limit of a symptom by its own name, the moved ones moved. */
function limitsOf(symptom: Symptom, moved: Limits): Limits {
  const limits = new Map(Object.entries(symptom.limits).map(([name, { value }]) => [name, value]));
  for (const [name, value] of Object.entries(moved)) limits.set(...movedLimit(symptom, moved, name, value));
  return Object.fromEntries(limits);
}

/** The limit that a user means and the number it gets, if that is allowed. */
function movedLimit(symptom: Symptom, moved: Limits, name: string, value: number): [string, number] {
  const { id, limits } = symptom;
  const main = mainLimitOf(symptom);
  const own = name === MAIN ? main : name;
  const limit = Object.hasOwn(limits, own) ? limits[own] : undefined;
  const meant = own === name ? `"${id}.${name}"` : `"${id}.${name}" (${own})`;
  if (!limit) {
    const names = Object.keys(limits).join(', ');
    throw new Error(
      `unknown limit ${JSON.stringify(`${id}.${name}`)}; known are ${names}, and ${MAIN} for ${main}`,
    );
  }
  if (own !== name && Object.hasOwn(moved, own))
    throw new Error(`limit "${id}.${name}" is "${id}.${own}" by another name; set one of them, got both`);
  if (!(value >= limit.min && value <= limit.max))
    throw new Error(`limit ${meant} must be a number from ${limit.min} to ${limit.max}, got ${value}`);
  return [own, value];
}
