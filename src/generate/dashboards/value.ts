import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';

/** What a value is called, and its color. */
export interface ShownValue {
  readonly value: number | string;
  readonly text: string;
  readonly color?: string;
}

/** Value mappings in Grafana's model. */
export const mappings = (values: readonly ShownValue[]): ValueMapping[] => [
  {
    type: MappingType.ValueToText,
    options: Object.fromEntries(
      values.map(({ value, text, color }, index) => [
        String(value),
        { text, index, ...(color && { color }) },
      ]),
    ),
  },
];

/** A verdict of the detector. */
export const VERDICT: readonly ShownValue[] = [{ value: 1, text: 'raised', color: 'orange' }];

/** A check of a preflight. */
export const CHECK: readonly ShownValue[] = [
  { value: 0, text: 'passed', color: 'green' },
  { value: 1, text: 'failed', color: 'orange' },
];

/** Levels of `run:training_health:level`. */
export const HEALTH: readonly ShownValue[] = [
  { value: 0, text: 'well', color: 'green' },
  { value: 1, text: 'info', color: 'blue' },
  { value: 2, text: 'warning', color: 'orange' },
  { value: 3, text: 'critical', color: 'red' },
];

/** States of a run as numbers, so that a table and a time line can show them. */
export const STATE: readonly ShownValue[] = [
  { value: 1, text: 'running', color: 'green' },
  { value: 2, text: 'finished', color: 'blue' },
  { value: 3, text: 'failed', color: 'red' },
  { value: 4, text: 'gone', color: 'orange' },
];

/** Severities as the label has them. */
export const SEVERITY: readonly ShownValue[] = [
  { value: 'critical', text: 'critical', color: 'red' },
  { value: 'warning', text: 'warning', color: 'orange' },
  { value: 'info', text: 'info', color: 'blue' },
];
