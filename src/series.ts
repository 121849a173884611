/** The contract: every exported series once. Names, kinds and labels change only with a deprecation. */

export type SeriesKind = 'gauge' | 'counter' | 'histogram';

/** Labels beyond `run` (always) and `rank` (when the world size is above 1). */
export type SeriesLabel =
  | 'layer'
  | 'variable'
  | 'split'
  | 'metric'
  | 'where'
  | 'input'
  | 'class'
  | 'state'
  | 'symptom'
  | 'severity'
  | 'stage'
  | 'reason'
  | 'check'
  | 'model'
  | 'backend'
  | 'device'
  | 'framework_version'
  | 'world_size'
  | 'optimizer'
  | 'version';

export interface Series {
  readonly name: string;
  readonly kind: SeriesKind;
  /** Prometheus base unit, or what the number is where it has none. */
  readonly unit: 'none' | 'seconds' | 'bytes' | 'ratio' | 'steps' | 'count';
  readonly labels: readonly SeriesLabel[];
  readonly help: string;
  /** `step`: a number of one step. `window`: a streaming function of steps. `run`: facts and progress. `rank`: what tells the ranks of a run apart. `agent`: the agent on itself. */
  readonly group: 'run' | 'step' | 'layer' | 'batch' | 'window' | 'rank' | 'symptom' | 'agent';
}

const run = (
  name: string,
  kind: SeriesKind,
  unit: Series['unit'],
  help: string,
  labels: SeriesLabel[] = [],
) => ({ name: `training_${name}`, kind, unit, labels, help, group: 'run' }) as const satisfies Series;
const step = (
  name: string,
  kind: SeriesKind,
  unit: Series['unit'],
  help: string,
  labels: SeriesLabel[] = [],
) => ({ name: `training_${name}`, kind, unit, labels, help, group: 'step' }) as const satisfies Series;
const variable = (name: string, unit: Series['unit'], help: string) =>
  ({
    name: `training_layer_${name}`,
    kind: 'gauge',
    unit,
    labels: ['layer', 'variable'],
    help,
    group: 'layer',
  }) as const satisfies Series;
const layer = (name: string, unit: Series['unit'], help: string) =>
  ({
    name: `training_layer_${name}`,
    kind: 'gauge',
    unit,
    labels: ['layer'],
    help,
    group: 'layer',
  }) as const satisfies Series;
const batch = (name: string, kind: SeriesKind, help: string, labels: SeriesLabel[]) =>
  ({ name: `training_${name}`, kind, unit: 'none', labels, help, group: 'batch' }) as const satisfies Series;
const window = (
  name: string,
  unit: Series['unit'],
  help: string,
  labels: SeriesLabel[] = [],
  kind: SeriesKind = 'gauge',
) =>
  ({
    name: `training_${name}`,
    kind,
    unit,
    labels,
    help,
    group: 'window',
  }) as const satisfies Series;
const rank = (name: string, unit: Series['unit'], help: string, labels: SeriesLabel[] = []) =>
  ({ name: `training_${name}`, kind: 'gauge', unit, labels, help, group: 'rank' }) as const satisfies Series;
const symptom = (name: string, kind: SeriesKind, help: string, labels: SeriesLabel[]) =>
  ({
    name: `training_symptom_${name}`,
    kind,
    unit: 'none',
    labels,
    help,
    group: 'symptom',
  }) as const satisfies Series;
const agent = (
  name: string,
  kind: SeriesKind,
  unit: Series['unit'],
  help: string,
  labels: SeriesLabel[] = [],
) => ({ name: `training_agent_${name}`, kind, unit, labels, help, group: 'agent' }) as const satisfies Series;

export const series = {
  runInfo: run('run_info', 'gauge', 'none', 'Facts of the run as labels; always 1.', [
    'model',
    'optimizer',
    'backend',
    'device',
    'framework_version',
    'world_size',
  ]),
  runState: run('run_state', 'gauge', 'none', 'State of the run; exactly one of the states is 1.', ['state']),
  runStart: run('run_start_timestamp_seconds', 'gauge', 'seconds', 'Unix time at which the run was watched.'),
  lastStep: run('last_step_timestamp_seconds', 'gauge', 'seconds', 'Unix time at which the last step ended.'),
  lastActivity: run(
    'last_activity_timestamp_seconds',
    'gauge',
    'seconds',
    "Unix time of the last sign of training: a step, a validation batch, an epoch's end.",
  ),
  lastEpoch: run(
    'last_epoch_timestamp_seconds',
    'gauge',
    'seconds',
    'Unix time at which the last epoch ended.',
  ),
  steps: run('steps_total', 'counter', 'count', 'Optimizer steps taken while watched.'),
  examples: run('examples_total', 'counter', 'count', 'Training examples seen, where the batch is known.'),
  epochs: run('epochs_total', 'counter', 'count', 'Epochs finished while watched.'),
  plannedSteps: run('planned_steps', 'gauge', 'count', 'Steps the running fit was asked for, where known.'),
  acceleratorUnused: run(
    'accelerator_unused',
    'gauge',
    'none',
    '1 when a GPU was expected (a GPU package of TensorFlow.js, or a GPU given to the job) and the run computes without, else 0.',
  ),
  preflightCheck: run(
    'preflight_check',
    'gauge',
    'none',
    '1 when the check of the preflight before this run failed, 0 when it passed; absent where it decided nothing, or no preflight is known.',
    ['check', 'severity'],
  ),
  stepDuration: run(
    'step_duration_seconds',
    'histogram',
    'seconds',
    'Duration of a training step; validation is not part of it.',
  ),

  loss: step('loss', 'gauge', 'none', 'Loss: train as the optimizer sees it, validation as evaluated.', [
    'split',
  ]),
  dataLoss: step('data_loss', 'gauge', 'none', 'Training loss without the regularization penalty.'),
  regularizationLoss: step(
    'regularization_loss',
    'gauge',
    'none',
    'The regularization penalty inside the loss.',
  ),
  metric: step('metric', 'gauge', 'none', 'A compiled or reported metric.', ['metric', 'split']),
  learningRate: step('learning_rate', 'gauge', 'none', 'Learning rate of the last step.'),
  gradientNorm: step(
    'gradient_norm',
    'gauge',
    'none',
    'Global L2 norm of the gradient the optimizer received.',
  ),
  nonfinite: step(
    'nonfinite_values_total',
    'counter',
    'count',
    'NaN or infinite values seen; at least one per affected tensor and step.',
    ['where'],
  ),
  objectiveMoves: step(
    'objective_moves_total',
    'counter',
    'count',
    'Steps before which something else had changed what is minimized: a critic, a target network, another model that is trained in turn.',
  ),
  weightSets: step(
    'weights_set_total',
    'counter',
    'count',
    'Steps before which something other than the optimizer had set all the weights that the run trains: a checkpoint, an average.',
  ),
  tensors: step('tensors', 'gauge', 'count', 'Tensors the framework holds.'),
  tensorBytes: step('tensor_bytes', 'gauge', 'bytes', 'Bytes of tensors the framework holds.'),

  layerGradientNorm: variable('gradient_norm', 'none', 'L2 norm of the data gradient (penalty subtracted).'),
  layerGradientMeanAbs: variable('gradient_mean_abs', 'none', 'Mean absolute data gradient.'),
  layerGradientMaxAbs: variable('gradient_max_abs', 'none', 'Largest absolute data gradient.'),
  layerRegularizationRatio: variable(
    'regularization_gradient_ratio',
    'ratio',
    'Norm of the penalty gradient over the norm of the data gradient.',
  ),
  layerWeightNorm: variable('weight_norm', 'none', 'L2 norm of the weights.'),
  layerWeightStd: variable('weight_std', 'none', 'Standard deviation of the weights.'),
  layerUpdateRatio: variable(
    'update_ratio',
    'ratio',
    'Norm of the applied update over the norm of the weights.',
  ),
  layerTrainable: variable(
    'trainable',
    'none',
    '1 when the optimizer updates the variable, else 0; absent for statistics that no optimizer updates.',
  ),
  layerGradientReceived: variable(
    'gradient_received',
    'none',
    '1 when the optimizer received a gradient for the trainable variable, 0 when none: it has no path to the loss.',
  ),
  layerUnitSpread: variable(
    'unit_spread_ratio',
    'ratio',
    'How much the units of a weight matrix differ: RMS deviation of the columns from their mean over the RMS weight, 0 when all are identical; measured in the first steps.',
  ),
  layerActivationMean: layer('activation_mean', 'none', "Mean of the layer's output."),
  layerActivationStd: layer('activation_std', 'none', "Standard deviation of the layer's output."),
  layerActivationZeroRatio: layer(
    'activation_zero_ratio',
    'ratio',
    "Share of exact zeros in the layer's output.",
  ),
  layerActivationRailRatio: layer(
    'activation_rail_ratio',
    'ratio',
    'Share of the outputs of a tanh or sigmoid layer at its rails, where less than a tenth of the steepest slope is left.',
  ),
  layerDeadUnits: layer(
    'dead_units_ratio',
    'ratio',
    'Share of units of a ReLU layer that fired for no example of the window.',
  ),
  layerSaturatedUnits: layer(
    'saturated_units_ratio',
    'ratio',
    'Share of units of a tanh or sigmoid layer at their rails for almost every example of the window.',
  ),

  initialLoss: variable(
    'initial_loss_ratio',
    'ratio',
    'Data loss of the first step over that of guessing (ln C for C classes), at the weights of the output layer; absent where examples are weighted.',
  ),
  initialError: variable(
    'initial_error_ratio',
    'ratio',
    'Mean squared error of the first step over the mean square of its targets, at the weights of the output layer: how far beyond them the first outputs lie; absent where examples are weighted.',
  ),
  layerLossMismatch: {
    name: 'training_layer_loss_mismatch_ratio',
    kind: 'gauge',
    unit: 'ratio',
    labels: ['layer', 'reason'],
    help: 'Share of the first observed examples for which the loss does not fit the output layer or its targets, by reason.',
    group: 'batch',
  },
  inputMean: batch('input_mean', 'gauge', 'Mean of the observed input batch.', ['input']),
  inputStd: batch('input_std', 'gauge', 'Standard deviation of the observed input batch.', ['input']),
  inputChange: batch(
    'input_change',
    'gauge',
    'RMS difference between an observed input batch and the one before it; 0 when the same batch came again.',
    ['input'],
  ),
  classExamples: batch('class_examples_total', 'counter', 'Labels of a class in observed batches.', [
    'class',
  ]),
  classPredicted: batch('class_predicted_total', 'counter', 'Predictions of a class in observed batches.', [
    'class',
  ]),

  objectiveMoving: window(
    'objective_moving',
    'none',
    '1 while something else gives variables that the loss depends on other data, in each step or now and then; 0 after 128 steps without, or after twice the time from one change to the next.',
  ),
  lossInitial: window(
    'loss_initial',
    'none',
    'Data loss at which the run started (mean of its first steps).',
  ),
  lossSmoothed: window('loss_smoothed', 'none', 'Data loss, mean of a recent window of steps.'),
  lossBest: window('loss_best', 'none', 'Lowest smoothed data loss of the run.'),
  lossImprovement: window(
    'loss_improvement_ratio',
    'ratio',
    'How far the smoothed data loss fell below its start, as a share of the start; negative when it rose.',
  ),
  lossBestImprovement: window(
    'loss_best_improvement_ratio',
    'ratio',
    'How far the smoothed data loss ever fell below its start, as a share of the start.',
  ),
  reportedImprovement: window(
    'reported_loss_improvement_ratio',
    'ratio',
    'How far the loss that the loop reports, smoothed, fell below its start, as a share of the start; only where it is not the loss that is minimized.',
  ),
  accuracyImprovement: window(
    'accuracy_improvement_ratio',
    'ratio',
    'How far the share of wrong answers in training (1 minus the reported accuracy), smoothed, fell below its start, as a share of the start; negative when it rose.',
  ),
  lossDivergence: window(
    'loss_divergence_ratio',
    'ratio',
    'What three quarters of the recent data losses are above, over the best it reached or, until it fell materially, over its start; or over the height from which it has come down before; and no more than the median of the last 16 allows; at most 1 while it comes down, or is low for other data than its best was of; a tenth of what the last 8 are above, where that is more; where a loss is not positive, 1 plus its rise as a share of its start or way down.',
  ),
  lossRise: window(
    'loss_rise_ratio',
    'ratio',
    'Mean data loss of the newer half of the recent window over the older half, minus 1.',
  ),
  lossFall: window(
    'loss_fall_ratio',
    'ratio',
    'Share of its start by which the data loss falls in 100 steps, by the slope of its last 64; 0 where that is within 3 standard errors.',
  ),
  lossSwing: window(
    'loss_swing_ratio',
    'ratio',
    'Standard deviation of the detrended recent data loss over its level or its start, whichever is larger, and over three times its first deviation where it has come to zero; of its newer half alone where that deviates by less than half as much: a jump is no swing.',
  ),
  lossSteps: window(
    'loss_steps',
    'steps',
    'Steps on the present loss: another loss begins them anew, and so do weights that were set back.',
  ),
  batchSize: window('batch_size', 'count', 'Examples of a step, median of recent ones.'),
  lossRhythm: window(
    'loss_rhythm',
    'none',
    'Correlation of the detrended recent data loss with itself a step before: near 0 where batches differ, near 1 where the weights swing.',
  ),
  lossZscore: window(
    'loss_zscore',
    'ratio',
    'Data loss over the mean of the last 128 steps, in their standard deviations (at least 10 % of the mean and of the initial loss); smaller batches deviate further, and count by the root of their size; where all have fewer than 32 examples, their heavier tails count up to 2.2 times less.',
  ),
  lossSpikes: window(
    'loss_spikes_total',
    'count',
    'Steps whose loss jumped out of the recent range, after 64 steps, though nothing else had just changed what is minimized: a z-score above 6, and 2.5 times as far out as any of the last 128 but for one right before it that was nearly a spike; none where the loss stays there and no update was larger than usual, as its data are others then.',
    [],
    'counter',
  ),
  updateRatio: window(
    'update_ratio',
    'ratio',
    'Norm of the whole update over the norm of all weight matrices, recent.',
  ),
  updateRatioMean: window(
    'update_ratio_mean',
    'ratio',
    'Mean of training_update_ratio over the last 64 measurements, each of at most four times their median: a jolt of a few steps is not the usual.',
  ),
  updateRatioPeak: window(
    'update_ratio_peak',
    'ratio',
    'Largest update ratio, mean of 3 measurements, within the last 512 steps (8 sampling intervals where that is more); a run frozen by its first steps keeps it.',
  ),
  learningRateStarved: window(
    'learning_rate_starved_ratio',
    'ratio',
    'Share of the steps in which the learning rate was at most a thousandth of the highest before; a rate that falls by more than a factor of 50 in one step is that of another phase, and begins it anew.',
  ),
  unchangedSteps: window(
    'layer_unchanged_steps',
    'steps',
    'Steps since the values of a trainable variable last changed, by more than 1e-6 of them where others train.',
    ['layer', 'variable'],
  ),
  gradientlessSteps: window(
    'layer_gradientless_steps',
    'steps',
    'Steps in a row in which the optimizer received no gradient for a trainable variable.',
    ['layer', 'variable'],
  ),
  initialScale: window(
    'layer_initial_scale_ratio',
    'ratio',
    'Standard deviation of the initial weights over the usual one (between Glorot and He; 1 within); or, of weights of one sign, their mean times the number of inputs over √2; absent for the output layer when small, for vectors, embeddings, and layers that a normalization follows.',
    ['layer', 'variable'],
  ),
  initialGain: window(
    'layer_initial_gain_ratio',
    'ratio',
    'Product of training_layer_initial_scale_ratio over a layer and those right before it whose weights are at least half again the usual: a chain of layers multiplies; 1 where its own are not.',
    ['layer', 'variable'],
  ),
  initialUnitSpread: window(
    'layer_initial_unit_spread_ratio',
    'ratio',
    'How much the units of a weight matrix differed at the start; where it began at zero, or is the output layer, how much they do after ten updates.',
    ['layer', 'variable'],
  ),
  regularizationDominance: window(
    'layer_regularization_dominance_ratio',
    'ratio',
    'Norm of the penalty gradient over the norm of the data gradient, median of 5 measurements, the largest of the last 512 steps.',
    ['layer', 'variable'],
  ),
  regularizationShare: window(
    'regularization_loss_ratio',
    'ratio',
    'The penalty over the data loss, means of the last 32 steps.',
  ),
  inputScale: window(
    'input_scale',
    'none',
    'Root mean square of an input over its observed batches; absent where the first layer makes scale irrelevant (embedding, normalization, rescaling).',
    ['input'],
  ),
  inputUnchangedSteps: window(
    'input_unchanged_steps',
    'steps',
    'Steps for which every observed batch of an input was the one before again, or one constant; a fit with one batch an epoch repeats it rightly, and batches of 200 and more may be all there are.',
    ['input'],
  ),
  classImbalance: window(
    'class_imbalance_ratio',
    'ratio',
    'Labels of the most frequent class over those of the rarest, over all observed batches; absent before enough labels were seen.',
  ),
  classPredictionExcess: window(
    'class_prediction_excess_ratio',
    'ratio',
    'How far the share of the most predicted class lies above its share of the labels, over what is possible: 1 when everything is predicted as one class; of the last 512 examples, or the mean over their batches where that is more.',
  ),
  classLabelShare: window(
    'class_label_share_ratio',
    'ratio',
    'Share of the labels that the most predicted class has, of the last 512 examples.',
  ),
  throughput: window(
    'throughput_ratio',
    'ratio',
    "Steps per second, the best of the spans of 5 seconds in the last 40, over the run's own normal.",
  ),
  tensorGrowth: window(
    'tensor_growth_per_step',
    'count',
    'Tensors that every step leaves behind: the least mean growth of the last four times 32 steps.',
  ),
  gradientFlow: window(
    'gradient_flow_ratio',
    'ratio',
    'RMS data gradient of the first trainable weight matrix (its layer is the label) over the last one.',
    ['layer'],
  ),
  gradientFlowInitial: window(
    'gradient_flow_initial_ratio',
    'ratio',
    'The first value of training_gradient_flow_ratio: whether the gradient was missing from the start.',
    ['layer'],
  ),
  deadUnitsInitial: window(
    'layer_dead_units_initial_ratio',
    'ratio',
    'The first value of training_layer_dead_units_ratio: whether the units were dead from the start.',
    ['layer'],
  ),
  gradientToWeight: window(
    'gradient_to_weight_ratio',
    'ratio',
    'Norm of the data gradient over the norm of the weights, for the layer of training_gradient_flow_ratio.',
    ['layer'],
  ),
  gradientGrowth: window(
    'gradient_growth_ratio',
    'ratio',
    "Sustained gradient norm over the median of the run's own history, the calmest of the last 1024 steps.",
  ),
  validationLossRise: window(
    'validation_loss_rise_ratio',
    'ratio',
    'Latest validation loss over the best one, minus 1.',
  ),
  generalizationGap: window(
    'generalization_gap_ratio',
    'ratio',
    'Validation loss minus training data loss, over the initial loss.',
  ),
  accuracyGap: window('accuracy_gap', 'ratio', 'Training accuracy minus validation accuracy.'),
  evaluationsSinceBest: window(
    'evaluations_since_best',
    'count',
    'Evaluations since the best validation loss.',
  ),
  trainImprovementSinceBest: window(
    'data_loss_change_since_best_ratio',
    'ratio',
    'Training data loss now over its value at the best validation loss, minus 1; negative while it still falls.',
  ),
  stepDurationTypical: window('step_duration_typical_seconds', 'seconds', 'Median duration of recent steps.'),

  replicaStep: rank(
    'replica_step',
    'steps',
    'Step before whose update training_replica_weight_norm was measured: the powers of two, then multiples of the one that lasts for a minute or longer; only of runs on several ranks.',
  ),
  replicaWeightNorm: rank(
    'replica_weight_norm',
    'none',
    'L2 norm of the weights before the update of the step that training_replica_step names; only of runs on several ranks, which hold the same weights at the same step.',
    ['layer', 'variable'],
  ),
  stepOwnTime: rank(
    'step_own_time_seconds',
    'seconds',
    'Time from the end of the step before to the end of the last one, without waiting for other ranks: what the loop reported as waited, else the time between having gradients and applying them; only of runs on several ranks.',
  ),
  stepOwnTimeTypical: rank(
    'step_own_time_typical_seconds',
    'seconds',
    'Median of training_step_own_time_seconds over recent steps.',
  ),

  symptomActive: symptom('active', 'gauge', 'Verdict of the detector now: 1 while a symptom is raised.', [
    'symptom',
    'severity',
    'layer',
  ]),
  symptomPending: symptom(
    'pending',
    'gauge',
    'One while the condition of a symptom is met, but has not held for long enough to raise it; absent otherwise.',
    ['symptom', 'severity', 'layer', 'variable', 'input', 'reason', 'check'],
  ),
  symptomRaised: symptom(
    'raised_total',
    'counter',
    'Times a symptom was raised, by the place where it has one.',
    ['symptom', 'severity', 'layer', 'variable', 'input', 'reason', 'check'],
  ),

  agentOverhead: agent(
    'overhead_ratio',
    'gauge',
    'ratio',
    "The agent's time on the training thread over step time.",
  ),
  agentBudget: agent(
    'budget_ratio',
    'gauge',
    'ratio',
    "The agent's share of step time over its budget, once the opening allowance is spent; absent where the interval is the user's.",
  ),
  agentInterval: agent(
    'sample_interval_steps',
    'gauge',
    'steps',
    'Steps between two measurements of every statistic.',
  ),
  agentFramesDropped: agent(
    'frames_dropped_total',
    'counter',
    'count',
    'Frames the exporter could not take in time.',
  ),
  agentSeriesDropped: agent(
    'series_dropped_total',
    'counter',
    'count',
    'Per-layer series that the limit left out: the most at once so far.',
  ),
  agentErrors: agent(
    'errors_total',
    'counter',
    'count',
    'Errors inside the agent, none of which reached the run.',
    ['stage'],
  ),
  agentBuildInfo: agent('build_info', 'gauge', 'none', 'Version of the agent as a label; always 1.', [
    'version',
  ]),
} as const satisfies Record<string, Series>;

/** Scrape job of the agents; alerts and dashboards carry it as the label `job`. */
export const JOB = 'training';

export type SeriesKey = keyof typeof series;

/** The series by key, typed loosely for iteration. */
export const seriesOf = (key: SeriesKey): Series => series[key];
export const seriesKeys = Object.keys(series) as SeriesKey[];
