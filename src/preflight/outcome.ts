import { readFileSync } from 'node:fs';
import type { CheckOutcome } from '../channel/messages.js';
import { TrainvitalsError } from '../errors.js';
import { isRecord, oneOf, refuse } from '../option-checks.js';
import { compareGravity, SEVERITIES } from './gravity.js';
import { inOneLine } from './plain-text.js';
import type { CheckReport } from './report.js';

/** What a run is told of a check: whether it decided, and what. */
type Check = Pick<CheckReport, 'id' | 'verdict' | 'severity'>;

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
    if (!before || isGraver(outcome, before)) outcomes.set(id, outcome);
  }
  return [...outcomes.values()];
}

const isGraver = (a: CheckOutcome, b: CheckOutcome): boolean =>
  a.failed === b.failed ? compareGravity(a.severity, b.severity) < 0 : a.failed;

/** What a report says that was made elsewhere, perhaps read from JSON; refuses in one line what is none. */
export function givenOutcomes(
  name: string,
  report: unknown,
  of?: string,
): readonly CheckOutcome[] | undefined {
  if (report === undefined) return undefined;
  if (!isRecord(report)) refuse(name, 'a report of preflight()', report, of);
  const checks: unknown = Reflect.get(report, 'checks');
  if (!Array.isArray(checks) || checks.length > MOST_CHECKS)
    return refuse(`${name}.checks`, `a list of at most ${MOST_CHECKS} checks`, checks, of);
  return outcomesOf(
    Array.from(checks, (check: unknown, index) => givenCheck(`${name}.checks[${index}]`, check, of)),
  );
}

/** The same of the file that `TRAINVITALS_PREFLIGHT` names, as `trainvitals check --json` writes it. */
export function outcomesIn(file: string | undefined): readonly CheckOutcome[] | undefined {
  if (file === undefined) return undefined;
  const variable = 'watch(): environment variable TRAINVITALS_PREFLIGHT';
  let report: unknown;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // What is no JSON is quoted by the reason, with the ends of its lines.
    const reason = inOneLine(error instanceof Error ? error.message : String(error));
    throw new TrainvitalsError(
      'OPTION',
      `${variable} must name a report of trainvitals check --json, ${file}: ${reason}`,
    );
  }
  return givenOutcomes('preflight', report, `${variable}, ${file}`);
}

function givenCheck(name: string, check: unknown, of: string | undefined): Check {
  if (!isRecord(check)) return refuse(name, 'a check with id, verdict and severity', check, of);
  const id: unknown = Reflect.get(check, 'id');
  if (typeof id !== 'string' || id.length > LONGEST_ID || !/^[a-z]+(-[a-z]+)*$/.test(id))
    return refuse(`${name}.id`, `lower-case words with dashes, at most ${LONGEST_ID} characters`, id, of);
  return {
    id,
    verdict: oneOf(`${name}.verdict`, VERDICTS, Reflect.get(check, 'verdict'), of),
    severity: oneOf(`${name}.severity`, SEVERITIES, Reflect.get(check, 'severity'), of),
  };
}
