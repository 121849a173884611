import type { Labels } from '../vitals/store.js';
import type { Hint, Symptom } from './symptom.js';

/** What was found, and why a remedy comes before those that the guide has first. */
export const writeMessage = (finding: string, hint: Hint | undefined): string =>
  hint ? `${finding} ${writeHint(hint)}` : finding;

/** One sentence on the hint. The remedy that it names is written first. */
export const writeHint = ({ because }: Hint): string => `Begin with the first: ${because}.`;

/** The remedies as they are to be tried: the hinted one first, the others in the guide's order. */
export const inOrder = (remedies: readonly string[], hint: Hint | undefined): readonly string[] => {
  const first = hint && remedies[hint.first - 1];
  return first === undefined ? remedies : [first, ...remedies.filter((remedy) => remedy !== first)];
};

/** The finding of a symptom with its placeholders filled in. */
export function writeFinding(
  symptom: Symptom,
  found: { readonly run: string; readonly labels: Labels; readonly value: number; readonly limit: number },
): string {
  const words: Record<string, string> = {
    run: found.run,
    ...found.labels,
    value: writeNumber(found.value, symptom.valueFormat),
    limit: writeNumber(found.limit, symptom.valueFormat),
  };
  return symptom.finding.replaceAll(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
}

/** A number as a person reads it: 0.00012, 63 %, 12 s. */
export function writeNumber(value: number, format: Symptom['valueFormat']): string {
  if (!Number.isFinite(value)) return String(value);
  switch (format) {
    case 'percent':
      return `${Number((100 * value).toPrecision(3))} %`;
    case 'seconds':
      return `${Number(value.toPrecision(3))} s`;
    case 'number':
      return String(Number(value.toPrecision(3)));
  }
}
