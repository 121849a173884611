import { writeFileSync } from 'node:fs';
import { preflight, TrainvitalsError } from '../index.js';
import { failedAt } from '../preflight/preflight.js';
import { type CheckOptions, parseCheckOptions } from './check-options.js';
import { demoSubject, subjectIn } from './check-subject.js';

export const usage = `trainvitals check [FILE] [options]
  Checks a model and its data before a long training, and ends with 1 where a check failed, with 2 for bad input.
  FILE is a module whose default export is { model, xs, ys, validationData?, classes?, … }, as preflight() takes
  them, or a function that gives that. Without FILE it checks the network of trainvitals demo.
  --gate SEVERITY  fails at critical, at warning (default) or at info
  --html FILE      writes a page with pictures
  --json FILE      writes the report as JSON; watch() takes it as its option preflight
  --only A,B       runs these checks alone
  --skip A,B       leaves these out
  --fault NAME     without FILE: checks the demo with a fault; list lists them
  --backend NAME   without FILE: wasm (default), cpu, tensorflow, webgpu`;

/** Runs a preflight as a gate: 0 where it passes, 1 where a check failed, 2 where it could not be run. */
export async function run(args: string[]): Promise<number> {
  try {
    const options = parseCheckOptions(args);
    if (typeof options === 'string') {
      console.log(options);
      return 0;
    }
    return await check(options);
  } catch (error) {
    if (!(error instanceof TrainvitalsError)) throw error;
    console.error(`trainvitals check: ${error.message}`);
    return 2;
  }
}

async function check({ file, fault, backend, gate, html, json, checks }: CheckOptions): Promise<number> {
  const { model, ...data } = file === undefined ? await demoSubject(backend, fault) : await subjectIn(file);
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
