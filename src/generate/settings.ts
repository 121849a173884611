import type { Symptom } from '../symptoms/symptom.js';
import { DEFAULT_LINKS, type Links } from './links.js';

/** What a user may change of the rules. */
export interface RuleSettings extends Partial<Links> {
  /** Numbers by symptom and limit. */
  readonly limits?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Ids of symptoms that get no alert. */
  readonly disabled?: readonly string[];
}

/** A symptom with the limits it is to be compiled with. */
export interface Configured {
  readonly symptom: Symptom;
  readonly limits: Readonly<Record<string, number>>;
}

/** The symptoms that are left, with their limits; throws one line for an unknown id or limit, or one out of range. */
export function configure(catalogue: readonly Symptom[], settings: RuleSettings = {}): readonly Configured[] {
  const ids = catalogue.map(({ id }) => id);
  for (const id of [...Object.keys(settings.limits ?? {}), ...(settings.disabled ?? [])])
    if (!ids.includes(id)) throw new Error(`unknown symptom "${id}"; expected one of ${ids.join(', ')}`);
  return catalogue
    .filter(({ id }) => !settings.disabled?.includes(id))
    .map((symptom) => ({ symptom, limits: limitsOf(symptom, settings.limits?.[symptom.id] ?? {}) }));
}

function limitsOf(
  { id, limits }: Symptom,
  moved: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  for (const [name, value] of Object.entries(moved)) {
    const limit = limits[name];
    if (!limit)
      throw new Error(`unknown limit "${id}.${name}"; expected one of ${Object.keys(limits).join(', ')}`);
    if (!(value >= limit.min && value <= limit.max))
      throw new Error(`limit "${id}.${name}" must be ${limit.min}..${limit.max}, got ${value}`);
  }
  return Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => [name, moved[name] ?? limit.value]),
  );
}

export const linksOf = (settings: RuleSettings): Links => ({
  runbooks: settings.runbooks ?? DEFAULT_LINKS.runbooks,
  grafana: settings.grafana ?? DEFAULT_LINKS.grafana,
});
