import { type Configured, configured } from '../symptoms/limits.js';
import type { Symptom } from '../symptoms/symptom.js';
import { DEFAULT_LINKS, type Links } from './links.js';

/** What a user may change of the rules. */
export interface RuleSettings extends Partial<Links> {
  /** Numbers by symptom and limit. */
  readonly limits?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Ids of symptoms that get no alert. */
  readonly disabled?: readonly string[];
}

/** The symptoms that are left, with their limits; throws one line for an unknown id or limit, or one out of range. */
export function configure(catalogue: readonly Symptom[], settings: RuleSettings = {}): readonly Configured[] {
  const disabled = Object.fromEntries((settings.disabled ?? []).map((id) => [id, false]));
  const left = configured(catalogue, disabled).map(({ symptom }) => symptom);
  // Limits of a symptom that is left out are checked as well: a slip in them is a slip.
  return configured(catalogue, settings.limits).filter(({ symptom }) => left.includes(symptom));
}

export const linksOf = (settings: RuleSettings): Links => ({
  runbooks: settings.runbooks ?? DEFAULT_LINKS.runbooks,
  grafana: settings.grafana ?? DEFAULT_LINKS.grafana,
});
