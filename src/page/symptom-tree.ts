import type { SymptomEvent } from '../handle.js';
import type { WrittenEvent } from './contract.js';

/** An active symptom with its consequences below it. */
export interface Branch {
  readonly event: WrittenEvent;
  readonly consequences: Branch[];
}

/** What makes a symptom another one than the next. */
export const identity = ({ symptom, layer, variable, input, reason, check }: SymptomEvent): string =>
  JSON.stringify([symptom, layer, variable, input, reason, check]);

/** Where it is: its layer, variable, input or check. */
export const whereOf = ({ layer, variable, input, check }: SymptomEvent): string | undefined =>
  layer ?? variable ?? input ?? check;

/** Symptoms, causes first, as a tree; each consequence stands below the nearest of its causes, of its layer if it can. */
export function treeOf(symptoms: readonly WrittenEvent[]): Branch[] {
  const roots: Branch[] = [];
  const placed: Branch[] = [];
  for (const event of symptoms) {
    const branch: Branch = { event, consequences: [] };
    const [nearest] = event.consequenceOf;
    const causes = placed.filter(({ event: { symptom } }) => symptom === nearest);
    const cause = causes.find((each) => each.event.layer === event.layer) ?? causes[0];
    (cause?.consequences ?? roots).push(branch);
    placed.push(branch);
  }
  return roots;
}

const SEVERITIES = ['info', 'warning', 'critical'];

/** 0 is no symptom, 3 a critical one. */
export const gravity = (event: SymptomEvent | undefined): number =>
  event ? SEVERITIES.indexOf(event.severity) + 1 : 0;

/** The gravest; the first among equals, which is a cause where there is one. */
export const worstOf = (symptoms: readonly SymptomEvent[]): SymptomEvent | undefined =>
  symptoms.reduce<SymptomEvent | undefined>(
    (worst, event) => (gravity(event) > gravity(worst) ? event : worst),
    undefined,
  );
