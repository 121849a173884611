import type { Severity } from '../symptoms/symptom.js';

/** The gravest first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/** Below 0 where `a` is graver than `b`, 0 where it is as grave. */
export const compareGravity = (a: Severity, b: Severity): number =>
  SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
