import { readFileSync } from 'node:fs';
import type { CheckOutcome } from '../channel/messages.js';
import { TrainvitalsError } from '../errors.js';
import { isRecord, refuse } from '../option-checks.js';
import type { CheckReport } from './report.js';

/** What a run is told of a check: whether it decided, and what. */
type Check = Pick<CheckReport, 'id' | 'verdict' | 'severity'>;

const SEVERITIES = ['info', 'warning', 'critical'] as const;
const VERDICTS = ['pass', 'fail', 'skipped'] as const;

/** Each becomes a series of the run: far more than there are, far fewer than a scrape would feel. */
const MOST_CHECKS = 50;
const LONGEST_ID = 40;

/**
 * What is told of the checks of one preflight or several, as of the models of one loop: of a check that several decided,
 * the failure before the success, then the graver one.
 */
export function outcomesOf(checks: readonly Check[]): readonly CheckOutcome[] {
  const outcomes = new Map<string, CheckOutcome>();
  for (const { id, verdict, severity } of checks) {
    if (verdict === 'skipped') continue;
    const outcome = { check: id, severity, failed: verdict === 'fail' };
    const before = outcomes.get(id);
    if (!before || gravity(outcome) > gravity(before)) outcomes.set(id, outcome);
  }
  return [...outcomes.values()];
}

const gravity = ({ failed, severity }: CheckOutcome): number =>
  (failed ? SEVERITIES.length : 0) + SEVERITIES.indexOf(severity);

/** What a report says that was made elsewhere, perhaps read from JSON; refuses in one line what is none. */
export function givenOutcomes(name: string, report: unknown): readonly CheckOutcome[] | undefined {
  if (report === undefined) return undefined;
  if (!isRecord(report)) refuse(name, 'a report of preflight()', report);
  const checks: unknown = Reflect.get(report, 'checks');
  if (!Array.isArray(checks) || checks.length > MOST_CHECKS)
    return refuse(`${name}.checks`, `a list of at most ${MOST_CHECKS} checks`, checks);
  return outcomesOf(
    Array.from(checks, (check: unknown, index) => givenCheck(`${name}.checks[${index}]`, check)),
  );
}

/** The same of the file that `TRAINVITALS_PREFLIGHT` names, as `trainvitals check --json` writes it. */
export function outcomesIn(file: string | undefined): readonly CheckOutcome[] | undefined {
  if (file === undefined) return undefined;
  let report: unknown;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrainvitalsError(
      'OPTION',
      `watch(): environment variable TRAINVITALS_PREFLIGHT must name a report of trainvitals check --json, ${file}: ${reason}`,
    );
  }
  return givenOutcomes('preflight', report);
}

function givenCheck(name: string, check: unknown): Check {
  if (!isRecord(check)) return refuse(name, 'a check with id, verdict and severity', check);
  const id: unknown = Reflect.get(check, 'id');
  if (typeof id !== 'string' || id.length > LONGEST_ID || !/^[a-z]+(-[a-z]+)*$/.test(id))
    return refuse(`${name}.id`, `lower-case words with dashes, at most ${LONGEST_ID} characters`, id);
  return {
    id,
    verdict: oneOf(`${name}.verdict`, VERDICTS, Reflect.get(check, 'verdict')),
    severity: oneOf(`${name}.severity`, SEVERITIES, Reflect.get(check, 'severity')),
  };
}

function oneOf<T extends string>(name: string, known: readonly T[], value: unknown): T {
  return known.find((each) => each === value) ?? refuse(name, `one of ${known.join(', ')}`, value);
}
