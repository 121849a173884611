import { rmSync } from 'node:fs';
import type { ExporterLink } from './channel/exporter-link.js';
import { connect } from './channel/exporters.js';
import type { CheckOutcome, RunFacts } from './channel/messages.js';
import { RunLine } from './channel/run-line.js';
import { TrainvitalsError } from './errors.js';
import { deviceOf, frameworkVersion, isAcceleratorUnused } from './framework.js';
import type { Vitals } from './handle.js';
import { unsupportedNode } from './node-version.js';
import { type Settings, settingsOf, type WatchOptions } from './options.js';
import { recall } from './preflight/known.js';
import { outcomesOf } from './preflight/outcome.js';
import { reserve } from './recording/reserve.js';
import { RunVitals } from './run-vitals.js';
import { Schedule } from './schedule.js';
import { Session } from './session.js';
import { type Engine, findEngine } from './statistics/engine.js';
import { reductionsOf } from './statistics/reductions-of.js';
import { attachLoop } from './tap/attach-loop.js';
import { attachModel } from './tap/attach-model.js';
import { Guard } from './tap/guard.js';
import { isModel, isOptimizer, type ModelLike, type OptimizerLike, trainingModel } from './tap/model.js';
import { ranksOf } from './tap/ranks.js';

/**
 * Watches a training run: a compiled model (`fit`, `fitDataset`, `trainOnBatch`, a later `compile()`), or the optimizer
 * of a hand-written loop with its `model` or `variables`. Starts the exporter; nothing is passed to `fit`. Throws a
 * {@link TrainvitalsError} for bad input or a taken port; after that, nothing is ever thrown into the loop.
 */
export async function watch(target: object, options: WatchOptions = {}): Promise<Vitals> {
  const unsupported = unsupportedNode(process.versions.node);
  if (unsupported !== undefined) throw new TrainvitalsError('BACKEND', `watch(): ${unsupported}`);
  const settings = settingsOf(options);
  const engine = findEngine();
  if (!engine)
    throw new TrainvitalsError('BACKEND', 'watch(): no TensorFlow.js is loaded; import it before watch()');
  checkTarget(target, settings);
  const models = modelsOf(settings);
  await engine.ready();
  const record = settings.record === undefined ? undefined : reserve(settings.record);
  const unreserve = () => record !== undefined && rmSync(record, { force: true });
  const connected = () =>
    connect(placeOf(settings), settings.nextFreePort).catch((error) => {
      unreserve();
      throw error;
    });
  let link = await connected();
  // The last run on it may have ended before this one went on.
  while (link.ended) link = await connected();
  const model = isModel(target) ? target.name : models.map(({ name }) => name).join('+');
  const run = freeName(link, settings, model);
  const line = new RunLine(link, run);
  const guard = new Guard({
    counted: (errors) => line.errors(errors),
    first: (stage, error) => vitals.agentFailed(stage, error),
    givenUp: () =>
      vitals.agentFailed('statistics', 'errors in several steps in a row; nothing is measured any more'),
  });
  const schedule = new Schedule(settings.budget, settings.every);
  const onBegin = () => vitals.changeState('running');
  const ranks = ranksOf(settings);
  const parts = { engine, reductions: () => reductionsOf(engine), schedule, guard, line, ranks, onBegin };
  const session = new Session(parts, settings.initialStep);
  const vitals = new RunVitals({ ...settings, link, line, run, guard, session });
  link.join(run, {
    symptom: (event) => vitals.hear(event),
    failed: (message, stage = 'exporter') => guard.failed(stage, new Error(message)),
    // Called from the event loop, where nobody else would catch what they throw.
    rejoin: (reader) => {
      vitals.forgetSymptoms();
      guard.run('channel', () => line.rejoin(reader));
    },
    lost: (message) => void guard.run('exporter', () => vitals.agentFailed('exporter', message)),
  });
  const preflight =
    settings.preflight ?? foundBefore(isModel(target) ? [target] : models) ?? settings.earlierPreflight ?? [];
  line.attach({
    ...factsOf(engine, target, { run, model }, settings),
    ...(preflight.length > 0 && { preflight }),
    ...(record !== undefined && { record }),
  });
  try {
    if (settings.register !== undefined) link.register(settings.register);
    const events = eventsOf(vitals, session);
    vitals.detach = isModel(target)
      ? attachModel(target, session, parts, settings, events)
      : attachLoop(target, session, parts, { ...settings, models });
  } catch (error) {
    line.detach();
    await link.leave(run);
    unreserve();
    throw error;
  }
  if (settings.push) line.unpush(settings.push.gateway);
  vitals.listenToSignals();
  return vitals;
}

/** What happens between steps. */
function eventsOf(vitals: RunVitals, session: Session) {
  let told = Number.NEGATIVE_INFINITY;
  return {
    onFit: ({ steps }: { steps: number | undefined }) => {
      session.expect(steps);
      vitals.changeState('running');
    },
    onEpoch: (validation: Readonly<Record<string, number>>) => {
      session.progress.epochs++;
      const kind = Object.keys(validation).length > 0 ? 'evaluation' : 'epoch';
      session.report(kind, 'validation', validation);
    },
    // A long validation is no stall: a sign of life, once a second at most.
    onValidationBatch: () => {
      const now = performance.now();
      if (now - told < 1000) return;
      told = now;
      session.report('epoch', 'validation', {});
    },
    onFitEnd: (error?: unknown) => {
      // Between fits nothing is expected of the run: what the program does then must page nobody as a stall.
      vitals.changeState(error === undefined ? 'finished' : 'failed');
    },
  };
}

/** Where the exporter serves. */
const placeOf = ({ host, port, webConfig }: Settings) => ({ host, port, webConfig });

function checkTarget(
  target: unknown,
  { models, variables, penalty }: Settings,
): asserts target is ModelLike | OptimizerLike {
  if (isModel(target)) {
    if (!trainingModel(target).optimizer_) {
      throw new TrainvitalsError(
        'TARGET',
        `watch(): model "${target.name}" is not compiled; call watch() after compile()`,
      );
    }
    if (models.length > 0 || variables !== undefined || penalty) {
      throw new TrainvitalsError(
        'OPTION',
        'watch(): options "model", "variables" and "penalty" are for watch(optimizer); a compiled model tells its own',
      );
    }
  } else if (!isOptimizer(target)) {
    throw new TrainvitalsError(
      'TARGET',
      `watch(): expected a compiled model or an optimizer, got ${String(target)}`,
    );
  }
}

/** The models of a hand-written loop. */
function modelsOf({ models }: Settings): readonly ModelLike[] {
  return models.map((model) => {
    if (isModel(model)) return model;
    throw new TrainvitalsError(
      'OPTION',
      `watch(): option "model" must be a tf.LayersModel or a list of them, got ${typeof model === 'object' ? 'another object' : String(model)}`,
    );
  });
}

/** What preflights found of the models that are trained; undefined where none ran in this process. */
function foundBefore(models: readonly ModelLike[]): readonly CheckOutcome[] | undefined {
  const reports = models.flatMap((model) => recall(model) ?? recall(trainingModel(model)) ?? []);
  return reports.length > 0 ? outcomesOf(reports.flatMap(({ checks }) => checks)) : undefined;
}

/**
 * The run's name: as given, or the model's and the time, which ranks would not agree on. A name that is taken in this
 * process gets a number.
 */
function freeName(link: ExporterLink, { run, worldSize }: Settings, model: string): string {
  const time = worldSize > 1 ? '' : `-${new Date().toISOString().replaceAll(/[-:]|\..*/g, '')}`;
  const base = run ?? `${model || 'loop'}${time}`;
  let name = base;
  for (let number = 2; link.has(name); number++) name = `${base}-${number}`;
  return name;
}

function factsOf(
  engine: Engine,
  target: object,
  { run, model }: Pick<RunFacts, 'run' | 'model'>,
  settings: Settings,
): RunFacts {
  const optimizer = isModel(target)
    ? trainingModel(target).optimizer_
    : isOptimizer(target)
      ? target
      : undefined;
  return {
    run,
    ...(settings.rank !== undefined && { rank: settings.rank }),
    worldSize: settings.worldSize,
    model,
    optimizer: optimizer?.getClassName?.() ?? optimizer?.constructor.name ?? '',
    backend: engine.backendName,
    device: deviceOf(engine),
    isAcceleratorUnused: isAcceleratorUnused(engine),
    frameworkVersion: frameworkVersion(engine),
    started: Date.now() / 1000,
    symptoms: settings.symptoms,
    ...(settings.omitsLayers && { omitsLayers: true }),
  };
}
