import { writeFileSync } from 'node:fs';
import { TrainvitalsError } from '../errors.js';
import type { Severity } from '../symptoms/symptom.js';
import { isModel, trainingModel } from '../tap/model.js';
import { examine } from './examine.js';
import { compareGravity } from './gravity.js';
import { remember } from './known.js';
import { pageOf } from './page/page.js';
import { inOneLine } from './plain-text.js';
import { ProgressLine } from './progress-line.js';
import type { PreflightReport } from './report.js';
import type { PreflightData } from './settings.js';
import { tableOf } from './table.js';
import { writeVerdict } from './verdict.js';

/** Examines, remembers the report for whoever watches the model later, shows it, and holds the gate. */
export async function run(model: object, data: PreflightData): Promise<PreflightReport> {
  const line = new ProgressLine(process.stdout);
  const listener = line.listener(Object(data));
  const { report, settings } = await examine(model, data, listener).finally(() => line.clear());
  // A run that is watched later tells of it.
  if (isModel(model)) for (const each of [model, trainingModel(model)]) remember(each, report);
  if (settings.print) process.stdout.write(tableOf(report, terminal(process.stdout)));
  if (settings.html !== undefined) writePage(settings.html, report);
  if (settings.gate !== undefined) pass(report, settings.gate);
  return report;
}

/** The checks that failed with this severity or a graver one. */
export const failedAt = ({ checks }: PreflightReport, gate: Severity): readonly string[] =>
  checks.flatMap(({ id, verdict, severity }) =>
    verdict === 'fail' && compareGravity(severity, gate) <= 0 ? [id] : [],
  );

/** Throws one line where a check failed that the gate does not let through. */
function pass(report: PreflightReport, gate: Severity): void {
  const failed = failedAt(report, gate);
  if (failed.length === 0) return;
  throw new TrainvitalsError(
    'PREFLIGHT',
    `preflight(): model "${inOneLine(report.model)}" does not pass the gate "${gate}": ${writeVerdict(report)}`,
  );
}

/** Writes the page of a report; throws one line where the file cannot be written. */
export function writePage(file: string, report: PreflightReport): void {
  try {
    writeFileSync(file, pageOf(report));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrainvitalsError(
      'OPTION',
      `preflight(): option "html": "${file}" cannot be written: ${reason}`,
    );
  }
}

/** How a report is written to a stream: its width, and whether it shows colours (no-color.org). */
export const terminal = ({ columns, isTTY }: { readonly columns?: number; readonly isTTY?: boolean }) => ({
  // Where nobody told the terminal its size, as in a container, it has 0 columns.
  width: columns || 100,
  color: isTTY === true && !process.env.NO_COLOR,
});
