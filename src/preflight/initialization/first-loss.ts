import type { TensorLike } from '../../statistics/engine.js';
import { inputsNotNormalized } from '../../symptoms/inputs-not-normalized/inputs-not-normalized.js';
import { isScaleSeen } from '../../tap/wiring.js';
import type { Bench } from '../check.js';
import { guessing } from '../guessing.js';
import { writeNumber } from '../number.js';
import { readAll } from '../read-all.js';
import type { Finding } from '../report.js';
import { slopesOf } from '../slopes.js';
import type { Batch } from '../small-batch.js';
import { norm } from '../vectors.js';

/** What the first loss says. */
interface FirstLoss {
  readonly findings: readonly Finding[];
  /** Not finite: nothing else can be told. */
  readonly isLost: boolean;
  readonly message: string;
  readonly value: number | null;
  readonly limit: number | null;
}

/**
 * The first loss of each output against that of guessing, ln C for C classes (CS231n, "Before learning"), and against
 * predicting nothing, the mean square of the targets, for a squared error.
 */
export async function firstLoss(bench: Bench, batch: Batch): Promise<FirstLoss> {
  const { model, limits } = bench;
  const losses = await lossesOf(bench, batch);
  const lost = losses.findIndex((loss) => !Number.isFinite(loss));
  const nothing = { findings: [], isLost: false, value: null, limit: null };
  if (lost >= 0) {
    const finding: Finding = {
      severity: 'critical',
      message: `The first loss of the output ${model.outputs[lost]?.name ?? lost} is ${losses[lost]}; it must be a number.`,
      advice:
        'Make the loss finite for any output: keep what goes into log, division and square root away from 0.',
      value: null,
      limit: null,
    };
    return { ...nothing, findings: [finding], isLost: true, message: finding.message };
  }
  const chances = model.outputs.map(guessing);
  const findings: Finding[] = [];
  const ratios = losses.flatMap((loss, index) => {
    const chance = chances[index];
    return chance ? [{ loss, chance, ratio: loss / chance, output: model.outputs[index]?.name ?? '' }] : [];
  });
  const isExplained = await hasLargeInputs(bench, batch);
  for (const { loss, chance, ratio, output } of ratios)
    if (ratio > (limits.loss ?? 0) && !isExplained)
      findings.push({
        severity: 'warning',
        message: `The first loss of the output ${output} is ${writeNumber(loss)}, ${writeNumber(ratio)} times that of guessing (${writeNumber(chance)}): the first predictions are sure, and wrong.`,
        advice:
          'Initialize the last layer small, so that the first predictions are about even; look at the scale of the layers before it.',
        value: ratio,
        limit: limits.loss ?? null,
      });
  if (!isExplained) findings.push(...(await wildOutputs(bench, batch, losses)));
  const [worst] = [...ratios].sort((a, b) => b.ratio - a.ratio);
  return worst
    ? {
        ...nothing,
        findings,
        message: `The first loss is ${writeNumber(worst.loss)}, that of guessing ${writeNumber(worst.chance)}; the weights have a usual scale.`,
        value: worst.ratio,
        limit: limits.loss ?? null,
      }
    : {
        ...nothing,
        findings,
        message: `The first loss is ${losses.map(writeNumber).join(' + ')}; the weights have a usual scale.`,
      };
}

/** The mean loss of each output at the weights as they are. */
async function lossesOf({ model }: Bench, { inputs, targets }: Batch): Promise<number[]> {
  const values = await readAll(
    model.use(() =>
      model.lossesOf(model.forward(inputs), targets).map((loss) => model.engine.keep(model.mean(loss))),
    ),
  );
  return values.map((value) => value?.[0] ?? Number.NaN);
}

/** Outputs of a squared error far beyond their targets, together with gradients that are large for the weights. */
async function wildOutputs(
  { model, limits, small }: Bench,
  batch: Batch,
  losses: readonly number[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [index, { name, loss }] of model.outputs.entries()) {
    const target = batch.targets[index];
    if (!target || !/^(mse|meanSquaredError)$/i.test(loss)) continue;
    const values = await target.data();
    const ratio = (losses[index] ?? 0) / (norm(values) ** 2 / values.length);
    if (!(ratio > (limits.outputs ?? 0)) || !(await pullsHard(model, small, limits.pull ?? 0))) continue;
    findings.push({
      severity: 'warning',
      message: `The first squared error of the output ${name} is ${writeNumber(ratio)} times the mean square of its targets: the first outputs lie far beyond them.`,
      advice:
        'Initialize the layers at a usual scale, so that the first outputs are no larger than their targets.',
      value: ratio,
      limit: limits.outputs ?? null,
    });
  }
  return findings;
}

async function pullsHard(model: Bench['model'], small: Batch, limit: number): Promise<boolean> {
  for (const { stand, norm: slope } of await slopesOf(model, small)) {
    if (stand.watched?.role !== 'matrix' || slope === undefined) continue;
    const weights = norm(await stand.own.data());
    if (weights > 0 && slope / weights > limit) return true;
  }
  return false;
}

/** Whether the inputs explain a large loss: their scale is the check `inputs`. */
async function hasLargeInputs({ model }: Bench, { inputs }: Batch): Promise<boolean> {
  const scales = await Promise.all(
    inputs.map(async (x: TensorLike, index) =>
      isScaleSeen(model.inner, index) ? norm(await x.data()) / Math.sqrt(x.size) : 0,
    ),
  );
  return scales.some((scale) => scale > inputsNotNormalized.limits.large.value);
}
