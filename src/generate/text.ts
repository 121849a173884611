import { writeNumber } from '../symptoms/message.js';
import type { Symptom } from '../symptoms/symptom.js';
import { seconds } from './duration.js';

type Format = Symptom['valueFormat'];

/** A limit beside a value that Prometheus writes: `63%`, `90s`. */
export const written = (value: number, format: Format): string =>
  writeNumber(value, format).replace(/ (%|s)$/, '$1');

/** The same for a value that only Prometheus knows, as a template. */
export const writtenTemplate = (format: Format): string =>
  ({
    number: '{{ $value | printf "%.3g" }}',
    percent: '{{ $value | humanizePercentage }}',
    seconds: '{{ $value | humanizeDuration }}',
  })[format];

/** A duration as a person says it: `1m 30s`. */
export function duration(value: number | string): string {
  const total = Math.round(typeof value === 'string' ? seconds(value) : value);
  const parts = [
    [Math.floor(total / 3600), 'h'],
    [Math.floor((total % 3600) / 60), 'm'],
    [total % 60, 's'],
  ] as const;
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count}${unit}`)
      .join(' ') || '0s'
  );
}
