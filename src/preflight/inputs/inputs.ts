import { inputsConstant } from '../../symptoms/inputs-constant/inputs-constant.js';
import { inputsNonfinite } from '../../symptoms/inputs-nonfinite/inputs-nonfinite.js';
import { inputsNotNormalized } from '../../symptoms/inputs-not-normalized/inputs-not-normalized.js';
import { writeNumber } from '../../symptoms/message.js';
import type { Bench, Check, Outcome } from '../check.js';
import { histogramOf } from '../picture.js';
import { FEW } from '../readers.js';
import type { Finding } from '../report.js';
import { chosenRows } from '../sample.js';
import { unseen } from '../scan.js';
import { conflicting, PRINTED } from './conflicts.js';
import { COMPARED, unpaired } from './pairing.js';
import { featureOff, notNormalized, preprocessedApart, warning } from './scale.js';
import { notFinite, notVaried, outsideVocabulary } from './soundness.js';
import { type Survey, surveysOf } from './survey.js';

const [preprocess, pair] = inputsNotNormalized.remedies;
const [clean] = inputsNonfinite.remedies;
const [pipeline] = inputsConstant.remedies;
const index =
  'Number the words from 0, as whole numbers, and make inputDim of the embedding one more than the largest.';
const distinguish =
  'Look at examples that are equal: some labels are wrong, or the inputs lack what tells them apart.';

/** What the network is fed: every example, before the first step. */
export const inputs: Check = {
  id: 'inputs',
  severity: 'critical',
  title: 'Inputs',
  question: 'Are the inputs finite, normalized, varied, and paired with their labels?',
  limits: {
    nonfinite: inputsNonfinite.limits.values,
    large: inputsNotNormalized.limits.large,
    small: inputsNotNormalized.limits.small,
    feature: {
      value: 25,
      unit: 'none',
      min: 1.5,
      max: 1_000_000,
      origin:
        'measured: 9 at most in single features of healthy tables (logarithms of prices); ages have 50, per cent 60, years 2000',
    },
    ratio: {
      value: 3,
      unit: 'ratio',
      min: 1.1,
      max: 1_000_000,
      origin:
        'measured: 1.3 at most between 200 and 20 examples of one normal distribution; pixels that only one of them divides are 255 apart',
    },
    shift: {
      value: 1,
      unit: 'none',
      min: 0.1,
      max: 1_000_000,
      origin: 'a mean that moves by a standard deviation puts most examples beside those of training',
    },
    paired: {
      value: 2,
      unit: 'none',
      min: -10,
      max: 100,
      origin:
        'chance alone reaches two standard deviations once in 44 times; measured: 46 on digits, 28 of 30 shuffles of their labels below 2',
    },
    conflicts: {
      value: 0.1,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'Northcutt et al. 2021: wrong labels in ten test sets of repute are 3.3 % on average and 10 % at most',
    },
  },
  seconds: 10,
  advice: [preprocess, pair, clean, index, pipeline, distinguish],
  needs: [],
  run: async (bench) => {
    const { train, validation } = bench;
    const surveys = await surveysOf(bench, train, {
      compared: chosenRows(train.size, COMPARED),
      printed: chosenRows(train.size, PRINTED),
    });
    const others = validation && (await surveysOf(bench, validation, { compared: [], printed: [] }));
    const findings = [
      ...judged(bench, surveys, ''),
      ...(others ? judged(bench, others, OF_VALIDATION) : []),
      ...surveys.flatMap((survey, at) => scaleOf(bench, survey, others?.[at])),
    ];
    const isSound = surveys.every(({ nonFinite, variation }) => nonFinite.count === 0 && variation.isVaried);
    if (isSound) {
      findings.push(...(await unpaired(bench, surveys, pair)));
      findings.push(...(await conflicting(bench, surveys, distinguish)));
    }
    const left = unseen(surveys) + unseen(others ?? [], OF_VALIDATION);
    return {
      ...passed(bench, surveys, left),
      findings: findings.map((finding) => ({ ...finding, message: finding.message + left })),
    };
  },
};

const OF_VALIDATION = ' of the validation data';

function judged({ limits }: Bench, surveys: readonly Survey[], where: string): Finding[] {
  return [
    ...notFinite(surveys, where, limits.nonfinite ?? 0, clean),
    ...outsideVocabulary(surveys, where, index),
    ...notVaried(surveys, where, pipeline),
  ];
}

/** Validation that is too small to be compared with training is judged by itself. */
function scaleOf({ limits }: Bench, survey: Survey, other: Survey | undefined): Finding[] {
  const own = featureOff(survey, limits) ?? notNormalized(survey, '', limits);
  const alone = !own && other && other.size < FEW ? notNormalized(other, OF_VALIDATION, limits) : undefined;
  return [
    ...warning(own, preprocess),
    ...warning(alone, pair),
    ...warning(preprocessedApart(survey, other, limits), pair),
  ];
}

function passed({ limits }: Bench, surveys: readonly Survey[], left: string): Omit<Outcome, 'findings'> {
  const scales = surveys.flatMap(({ isScaleSeen, moments }) => (isScaleSeen ? [moments.all.rms] : []));
  const [farthest = null] = scales.sort((a, b) => distance(b) - distance(a));
  const facts = surveys.map((survey) => (surveys.length > 1 ? `"${survey.name}" ` : '') + factOf(survey));
  return {
    message: `Inputs are finite; ${facts.join('; ')}.${left}`,
    value: farthest,
    limit: farthest === null ? null : ((farthest < 1 ? limits.small : limits.large) ?? null),
    advice: '',
    pictures: surveys.map(({ name, sample }) => histogramOf(`Values of ${name}`, 'value', sample.values)),
  };
}

const factOf = ({ indices, moments }: Survey): string =>
  indices
    ? `indices ${indices.least} to ${indices.most} of ${indices.size}`
    : `root mean square ${writeNumber(moments.all.rms, 'number')}`;

/** How far a scale is from 1, as a factor. */
const distance = (rms: number): number => Math.abs(Math.log(rms));
