import { plural, writeSeconds } from './number.js';
import type { CheckReport, PreflightReport } from './report.js';

/** The result in one sentence. */
export function writeVerdict(report: PreflightReport): string {
  const { checks } = report;
  const failed = checks.filter(({ verdict }) => verdict === 'fail');
  const wrong = failed.filter(({ severity }) => severity !== 'info');
  const taste = failed.filter(({ severity }) => severity === 'info');
  const rest = taste.length > 0 ? `; ${writeTaste(taste)}` : '';
  if (!report.ok) {
    const list = wrong.map(({ id, severity }) => `${id} (${severity})`).join(', ');
    return `Preflight failed${list && `: ${list}`}${rest}.`;
  }
  const took = `in ${writeSeconds(report.seconds)}`;
  const skipped = checks.filter(({ verdict }) => verdict === 'skipped').length;
  // What was never decided has not passed either.
  if (skipped === checks.length)
    return `Preflight decided nothing: ${plural(skipped, 'check')} skipped, ${took}.`;
  const passed = checks.length - failed.length - skipped;
  const left = skipped > 0 ? `, ${skipped} skipped` : '';
  return `Preflight passed: ${passed} of ${plural(checks.length, 'check')}${left}, ${took}${rest}.`;
}

const writeTaste = (taste: readonly CheckReport[]) =>
  `${taste.length} ${taste.length === 1 ? 'matter' : 'matters'} of taste: ${taste.map(({ id }) => id).join(', ')}`;
