import type { Labels } from '../vitals/store.js';
import type { Symptom } from './symptom.js';

/** The finding of a symptom with its placeholders filled in. */
export function writeFinding(
  symptom: Symptom,
  found: { readonly run: string; readonly labels: Labels; readonly value: number; readonly limit: number },
): string {
  const words: Record<string, string> = {
    run: found.run,
    layer: found.labels.layer ?? '',
    variable: found.labels.variable ?? '',
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
