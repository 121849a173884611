import { TrainvitalsError } from '../errors.js';
import { findEngine } from '../statistics/engine.js';
import { isModel, type ModelLike, trainingModel } from '../tap/model.js';
import { VERSION } from '../version.js';
import { BorrowedModel } from './borrowed-model.js';
import { checks } from './catalogue.js';
import { type Bench, type Outcome, skipped } from './check.js';
import { Clock } from './clock.js';
import { isTrainingEngine, type TrainingEngine } from './engine.js';
import { type Examples, examplesOf } from './examples.js';
import { compareGravity } from './gravity.js';
import { inOneLine } from './plain-text.js';
import type { CheckReport, Finding, PreflightReport } from './report.js';
import { type ConfiguredCheck, type PreflightData, type Settings, settingsOf } from './settings.js';
import { smallBatch } from './small-batch.js';

/** What is told while it works. */
export interface Progress {
  readonly began?: (check: string, number: number, of: number) => void;
  readonly said?: (progress: string) => void;
}

/** Runs the checks; neither prints nor writes anything. */
export async function examine(
  model: unknown,
  data: unknown,
  progress: Progress = {},
): Promise<{ readonly report: PreflightReport; readonly settings: Settings }> {
  const settings = settingsOf(data, checks);
  const { engine, compiled } = await targetOf(model);
  const began = performance.now();
  const started = new Date().toISOString();
  const { train, validation } = dataOf(engine, trainingModel(compiled), Object(data));
  let borrowed: BorrowedModel | undefined;
  try {
    borrowed = new BorrowedModel(engine, compiled);
    checkClasses(borrowed, settings.classes);
    const reports = await runAll(borrowed, train, validation, settings, progress);
    return {
      settings,
      report: {
        ok: reports.every(({ verdict, severity }) => verdict !== 'fail' || severity === 'info'),
        checks: reports,
        model: compiled.name,
        backend: engine.backendName,
        examples: train.size,
        started,
        seconds: (performance.now() - began) / 1000,
        version: VERSION,
      },
    };
  } finally {
    borrowed?.dispose();
    train.dispose();
    validation?.dispose();
  }
}

async function runAll(
  model: BorrowedModel,
  train: Examples,
  validation: Examples | undefined,
  { classes, checks: configured, smallBatch: size }: Settings,
  { began, said }: Progress,
): Promise<readonly CheckReport[]> {
  const small = await smallBatch(model, train, size);
  const reports: CheckReport[] = [];
  try {
    for (const [index, { check, limits, seconds }] of configured.entries()) {
      began?.(check.id, index + 1, configured.length);
      const clock = new Clock(seconds, said);
      await clock.pause();
      model.reset();
      const bench: Bench = { model, train, validation, classes, small, limits, clock };
      const unsound = unsoundIn(reports, check.needs);
      const outcome = unsound ? skippedAfter(unsound) : await outcomeOf(check, bench);
      reports.push(reportOf({ check, limits, seconds }, outcome, clock));
    }
  } finally {
    small.dispose();
  }
  return reports;
}

/** What a check answers; that a backend or a layer cannot compute is an answer, too. */
async function outcomeOf(check: ConfiguredCheck['check'], bench: Bench): Promise<Outcome> {
  try {
    return await check.run(bench);
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    const finding: Finding = {
      severity: 'critical',
      message: `The model could not be computed: ${reason}`,
      advice: 'Make one step of training work first; a kernel that is missing asks for another backend.',
      value: null,
      limit: null,
    };
    return { findings: [finding], message: '', value: null, limit: null, advice: '' };
  }
}

/** The check that found what makes another tell nothing. */
const unsoundIn = (reports: readonly CheckReport[], needs: readonly string[]): CheckReport | undefined =>
  reports.find(
    ({ id, findings }) => needs.includes(id) && findings.some(({ severity }) => severity === 'critical'),
  );

/** What was found is told once, by the check that found it. */
const skippedAfter = ({ id }: CheckReport): Outcome => ({
  ...skipped(`Not run, because ${id} failed.`),
  advice: `Mend what ${id} found first.`,
});

function reportOf({ check }: ConfiguredCheck, outcome: Outcome, clock: Clock): CheckReport {
  const findings = [...outcome.findings].sort((a, b) => compareGravity(a.severity, b.severity));
  const [gravest] = findings;
  const { value, limit, message, advice } = gravest ?? outcome;
  return {
    id: check.id,
    verdict: gravest ? 'fail' : outcome.skipped === undefined ? 'pass' : 'skipped',
    severity: gravest?.severity ?? check.severity,
    value,
    limit,
    message,
    advice,
    findings,
    seconds: clock.seconds,
    cutShort: clock.cutShort,
    pictures: outcome.pictures ?? [],
    learningRate: outcome.learningRate ?? null,
  };
}

async function targetOf(model: unknown): Promise<{ engine: TrainingEngine; compiled: ModelLike }> {
  const engine = findEngine();
  if (!engine || !isTrainingEngine(engine))
    throw new TrainvitalsError(
      'BACKEND',
      'preflight(): no TensorFlow.js is loaded; import it before preflight()',
    );
  if (!isModel(model))
    throw new TrainvitalsError(
      'TARGET',
      `preflight(): expected a compiled tf.LayersModel, got ${model === null ? 'null' : typeof model}`,
    );
  const { optimizer_: optimizer, weights } = trainingModel(model);
  const name = inOneLine(model.name);
  if (!optimizer)
    throw new TrainvitalsError(
      'TARGET',
      `preflight(): model "${name}" is not compiled; call preflight() after compile()`,
    );
  if (weights.some(({ val }) => val.isDisposed))
    throw new TrainvitalsError(
      'TARGET',
      `preflight(): model "${name}" has weights that are disposed; call preflight() before dispose()`,
    );
  await engine.ready();
  return { engine, compiled: model };
}

function dataOf(engine: TrainingEngine, model: ModelLike, data: object) {
  const { xs, ys, validationData } = data as PreflightData;
  const train = examplesOf(engine, model, { xs, ys });
  if (validationData === undefined) return { train, validation: undefined };
  try {
    if (!Array.isArray(validationData) || validationData.length < 2)
      throw new TrainvitalsError(
        'DATA',
        'preflight(): validationData must be a list of inputs and targets, as fit takes it',
      );
    const [validationXs, validationYs] = validationData;
    const names = { xs: 'validationData[0]', ys: 'validationData[1]' };
    return { train, validation: examplesOf(engine, model, { xs: validationXs, ys: validationYs }, names) };
  } catch (error) {
    train.dispose();
    throw error;
  }
}

function checkClasses({ outputs }: BorrowedModel, classes: readonly string[]): void {
  const [output] = outputs;
  if (classes.length === 0 || !output || outputs.length > 1) return;
  const expected = output.units === 1 ? 2 : output.units;
  if (classes.length !== expected)
    throw new TrainvitalsError(
      'OPTION',
      `preflight(): option "classes" must have ${expected} names, as the output "${output.name}" has classes, got ${classes.length}`,
    );
}
