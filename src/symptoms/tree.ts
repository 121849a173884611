import type { SymptomEvent } from '../handle.js';
import { symptomOf } from './catalogue.js';
import { causesOf, SPOILED } from './causes.js';

/** The step in which its condition began to hold. */
const began = ({ symptom, step }: SymptomEvent): number => step - (symptomOf(symptom)?.hold.raise ?? 0);

/**
 * The active symptoms that explain one: of the same layer where both have one, as in Alertmanager's inhibition, which
 * does not know which was first.
 */
function explaining(event: SymptomEvent, active: readonly SymptomEvent[]): readonly string[] {
  const spoiled = active.find(({ symptom }) => symptom === SPOILED)?.step ?? Number.POSITIVE_INFINITY;
  const isBefore = began(event) < spoiled;
  return causesOf(event.symptom).filter((cause) =>
    active.some(
      (other) =>
        other.symptom === cause &&
        !(isBefore && began(other) >= spoiled) &&
        (other.layer === undefined || event.layer === undefined || other.layer === event.layer),
    ),
  );
}

/** An event with what explains it now. */
export const explained = (event: SymptomEvent, active: readonly SymptomEvent[]): SymptomEvent => ({
  ...event,
  consequenceOf: explaining(event, active),
});

/** Root causes first, each with its consequences below it; among equals the graver and the earlier one first. */
export function causesFirst(events: readonly SymptomEvent[]): SymptomEvent[] {
  const all = [...events]
    .sort((a, b) => grave(a) - grave(b) || a.step - b.step)
    .map((event) => explained(event, events));
  const ordered: SymptomEvent[] = [];
  const place = (event: SymptomEvent) => {
    if (ordered.includes(event)) return;
    ordered.push(event);
    // The nearest cause comes last in the walk: a consequence stands below it, not below the root.
    for (const other of all.filter(({ consequenceOf: [nearest] }) => nearest === event.symptom)) place(other);
  };
  for (const event of all) if (event.consequenceOf.length === 0) place(event);
  for (const event of all) place(event);
  return ordered;
}

const grave = ({ severity }: SymptomEvent) => ['critical', 'warning', 'info'].indexOf(severity);

/** A symptom and its place: the same as long as it is the same episode's. */
export const keyOf = ({
  symptom,
  layer = '',
  variable = '',
  input = '',
  reason = '',
  check = '',
}: SymptomEvent) => [symptom, layer, variable, input, reason, check].join('\u0000');
