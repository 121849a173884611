import { type Bench, type Check, type Outcome, SOUND } from '../check.js';
import { writeNumber } from '../number.js';
import type { Picture } from '../picture.js';
import { percent } from '../wording.js';
import { type Attempt, attempts } from './attempt.js';
import { type Backwards, backwards, type Grade } from './judge.js';

/** Whether a few examples can be learned by heart, without anything that is meant to prevent it. */
export const overfitSmallBatch: Check = {
  id: 'overfit-small-batch',
  severity: 'critical',
  title: 'Overfit a small batch',
  question:
    'Can the network learn a few examples by heart, without regularization, dropout and augmentation?',
  limits: {
    left: {
      value: 0.05,
      unit: 'ratio',
      min: 0.000001,
      max: 0.9,
      origin:
        'measured: of 234 healthy runs all but one come down to it, or have every label right; the demo stops at 0.3 with vanishing gradients, at 0.54 with weights that are all the same',
    },
    accuracy: {
      value: 0.99,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      origin: 'the guide: close to 100 % where zero loss is out of reach; of 20 examples all',
    },
    places: {
      value: 0.95,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      origin:
        'the same where each example has many labels, as each pixel of a mask: masks with 2 % noise stop at 0.977',
    },
  },
  seconds: 15,
  advice: [
    'Look for a mistake in the network, the loss or the pairing of inputs and labels: a network that is right learns a few examples by heart.',
    'Where it still learns, slowly, see learning-rate-search for a rate that fits.',
    'Give it more units where it is too small even for these.',
  ],
  needs: SOUND,
  run: async (bench) => {
    const wrong = await backwards(bench.model, bench.small);
    if (wrong.length > 0) return { ...rewarded(wrong), pictures: [] };
    const tried: Attempt[] = [];
    for await (const attempt of attempts(bench)) tried.push(attempt);
    const best = tried.find(({ end }) => end === 'memorized') ?? [...tried].sort(byWhatIsLeft)[0];
    if (!best) throw new Error('nothing was tried');
    return { ...outcomeOf(bench, tried, best), pictures: pictures(tried) };
  },
};

const SIGN = 'make sure that it is the right loss, with the right sign.';

/** Nothing is tried: the lower such a loss, the worse. */
const rewarded = (wrong: readonly Backwards[]): Outcome => ({
  findings: wrong.map(({ output, exact, mean }) => ({
    severity: 'critical',
    message: `The loss of the output ${output} rewards being wrong: it is ${writeNumber(exact)} where the targets are met exactly, and ${writeNumber(mean)} where nothing but their mean is predicted.`,
    advice: `Look at the loss: ${SIGN}`,
    value: exact,
    limit: mean,
  })),
  message: '',
  value: null,
  limit: null,
  advice: '',
});

const byWhatIsLeft = (a: Attempt, b: Attempt) => leftOf(a.grades) - leftOf(b.grades);
const leftOf = (grades: readonly Grade[]) => Math.max(...grades.map(({ left }) => left));

function outcomeOf({ small, limits }: Bench, tried: readonly Attempt[], best: Attempt): Outcome {
  const accuracy = accuracyOf(best.grades);
  const byAccuracy = accuracy !== undefined && leftOf(best.grades) > (limits.left ?? 0);
  const number = byAccuracy
    ? {
        value: accuracy,
        limit: (best.grades.some(({ isMap }) => isMap) ? limits.places : limits.accuracy) ?? null,
      }
    : { value: leftOf(best.grades), limit: limits.left ?? null };
  const losses = `loss ${writeNumber(best.losses.at(-1) ?? Number.NaN)} after ${best.losses.length - 1} steps (${writeNumber(best.losses[0] ?? Number.NaN)} at first)${accuracy === undefined ? '' : `, accuracy ${percent(accuracy)}`}, ${best.name}`;
  const common = { findings: [], ...number, advice: '' };
  if (best.end === 'memorized') {
    const [own] = tried;
    const slower =
      own && own !== best
        ? `; with ${own.name} it had come to ${writeNumber(own.losses.at(-1) ?? Number.NaN)} after ${own.losses.length - 1} steps`
        : '';
    const reason = byAccuracy ? ' Zero loss was not reached: accuracy is the judge.' : '';
    return {
      ...common,
      message: `${small.size} examples are learned by heart: ${losses}${slower}.${reason}`,
    };
  }
  const isTooShort = tried.every(({ end }) => end !== 'stuck') && tried.some(({ end }) => end === 'time');
  if (isTooShort || (best.end === 'time' && best.isFalling)) {
    const message = `Not decided in its time: ${losses}${best.isFalling ? ', still falling' : ''}.`;
    return {
      ...common,
      skipped: message,
      message,
      advice: 'Give the check more seconds, or a smaller batch.',
    };
  }
  const [first, second] = overfitSmallBatch.advice;
  const isRewarded = !byAccuracy && accuracy !== undefined && leftOf(best.grades) <= (limits.left ?? 0);
  return {
    ...common,
    message: '',
    findings: [
      {
        severity: 'critical',
        message: `The network does not learn ${small.size} examples by heart: ${losses}; about 0${accuracy === undefined ? '' : ', or all of them right,'} was expected.`,
        advice: isRewarded
          ? `The loss is gone, and the labels are not met: ${SIGN}`
          : best.isFalling
            ? (second ?? first)
            : first,
        ...number,
      },
    ],
  };
}

/** The least of the outputs that have one. */
function accuracyOf(grades: readonly Grade[]): number | undefined {
  const known = grades.flatMap(({ accuracy }) => (accuracy === undefined ? [] : [accuracy]));
  return known.length === 0 ? undefined : Math.min(...known);
}

const pictures = (tried: readonly Attempt[]): Picture[] => [
  {
    kind: 'lines',
    title: 'Loss on the small batch',
    x: { name: 'step' },
    y: { name: 'loss without penalty', logarithmic: true },
    lines: tried.map(({ name, losses, end }) => ({
      name,
      tone: end === 'memorized' ? 'good' : end === 'diverged' ? 'bad' : 'plain',
      points: losses.map((loss, step) => [step, loss] as const),
    })),
    marks: [],
  },
];
