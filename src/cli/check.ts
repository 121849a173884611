import { writeFileSync } from 'node:fs';
import { preflight, TrainvitalsError } from '../index.js';
import { oneOf } from '../option-checks.js';
import { SEVERITIES } from '../preflight/gravity.js';
import { inOneLine } from '../preflight/plain-text.js';
import { failedAt } from '../preflight/preflight.js';
import { type CheckOptions, parseCheckOptions } from './check-options.js';
import { demoSubject, subjectIn } from './check-subject.js';

export const usage = `trainvitals check [FILE] [options]
  Checks a model and its data before a long training, and ends with 1 where a check failed,
  with 2 for bad input, with 3 where it could not be finished.
  FILE is a module whose default export is { model, xs, ys, validationData?, classes?, … }, as preflight() takes
  them, or a promise of that, or a function. Without FILE it checks the network of trainvitals demo.
  --gate SEVERITY  fails at critical, at warning (default, unless FILE has a gate) or at info
  --html FILE      writes a page with pictures
  --json FILE      writes the report as JSON; watch() takes it as its option preflight
  --only A,B       runs these checks alone
  --skip A,B       leaves these out
  --fault NAME     without FILE: checks the demo with a fault; list lists them
  --backend NAME   without FILE: wasm (default), cpu, tensorflow, webgpu`;

/** Runs a preflight as a gate: 0 where it passes, 1 where a check failed, 2 for bad input, 3 where it could not be finished. */
export async function run(args: string[]): Promise<number> {
  try {
    const options = parseCheckOptions(args);
    if (typeof options === 'string') {
      console.log(options);
      return 0;
    }
    return await check(options);
  } catch (error) {
    if (error instanceof TrainvitalsError) {
      console.error(`trainvitals check: ${inOneLine(error.message)}`);
      return 2;
    }
    // A device that is lost, a mistake of ours: no check has failed.
    console.error('trainvitals check: it could not be finished:', error);
    return 3;
  } finally {
    endSoon();
  }
}

/** What FILE has opened, such as a connection, must not hold a job's script: where nothing is open it has ended by then. */
const endSoon = () => setTimeout(() => process.exit(), 1000).unref();

async function check(options: CheckOptions): Promise<number> {
  const { file, fault, backend, html, json, checks } = options;
  const subject = file === undefined ? await demoSubject(backend, fault) : await subjectIn(file);
  // As an option of preflight() its gate would throw, before the report is written.
  const { model, gate: own = 'warning', ...data } = subject;
  const gate = options.gate ?? oneOf('gate', SEVERITIES, own, file);
  const report = await preflight(model, {
    ...data,
    ...(checks && { checks: { ...data.checks, ...checks } }),
    ...(html !== undefined && { html }),
  });
  if (json !== undefined) writeJson(json, report);
  return failedAt(report, gate).length > 0 ? 1 : 0;
}

function writeJson(file: string, report: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrainvitalsError('OPTION', `--json ${file} cannot be written: ${reason}`);
  }
}
