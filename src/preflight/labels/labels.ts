import { classImbalance } from '../../symptoms/class-imbalance/class-imbalance.js';
import { inputsNonfinite } from '../../symptoms/inputs-nonfinite/inputs-nonfinite.js';
import { writeNumber } from '../../symptoms/message.js';
import type { Bench, Check, Outcome } from '../check.js';
import type { Finding } from '../report.js';
import { unseen } from '../scan.js';
import { allTheSame, classesOf, type Naming, notValidated, unbalanced } from './balance.js';
import { pictureOf } from './picture.js';
import { type Survey, surveysOf } from './survey.js';
import { noClass, notFinite, unfitting } from './validity.js';

const right =
  'Give labels as the loss expects them: for categorical cross-entropy one-hot rows (tf.oneHot), for binary cross-entropy 0 and 1, not −1 and 1.';
const count = 'Number the classes from 0, and give the output one unit for each.';
const [clean] = inputsNonfinite.remedies;
const source = 'Check where the labels come from: the wrong column, a mask that is empty, data of one class.';
const [weigh, find] = classImbalance.remedies;
const shuffle = 'Shuffle the examples before you split them into training and validation.';

/** What the network is asked for: every label, before the first step. */
export const labels: Check = {
  id: 'labels',
  severity: 'critical',
  title: 'Labels',
  question: 'Are the labels valid for the loss, and the classes balanced?',
  limits: {
    nonfinite: inputsNonfinite.limits.values,
    invalid: {
      value: 0,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'labels that fit have none: all are looked at, with a hundredth for rounding; −1 and 1 for 0 and 1 are half of them and more',
    },
    ratio: classImbalance.limits.ratio,
  },
  seconds: 10,
  advice: [right, count, clean, source, weigh, find, shuffle],
  needs: [],
  run: async (bench) => {
    const { train, validation, limits } = bench;
    const surveys = await surveysOf(bench, train, '');
    const others = validation ? await surveysOf(bench, validation, OF_VALIDATION) : [];
    const names = namesOf(bench);
    const naming: Naming = (index) => (names[index] === undefined ? String(index) : `"${names[index]}"`);
    const { ratio = 0 } = limits;
    const findings = [
      ...[...surveys, ...others].flatMap((survey) => invalid(bench, survey)),
      ...surveys.flatMap((survey) => [
        ...allTheSame(survey, source, naming, surveys.length === 1),
        ...unbalanced(survey, ratio, { missing: find, rare: weigh }, naming),
      ]),
      ...others.flatMap((other, at) => {
        const training = surveys[at];
        if (!training?.variation.isVaried) return [];
        return [
          ...allTheSame(other, shuffle, naming, surveys.length === 1, training),
          ...notValidated(training, other, shuffle, naming),
        ];
      }),
    ];
    const left = unseen(surveys) + unseen(others, OF_VALIDATION);
    return {
      ...passed(surveys, ratio, naming, left),
      pictures: surveys.map((survey) => pictureOf(survey, names)),
      findings: findings.map((finding) => ({ ...finding, message: finding.message + left })),
    };
  },
};

const OF_VALIDATION = ' of the validation data';

function invalid({ limits }: Bench, survey: Survey): Finding[] {
  return [
    ...notFinite(survey, limits.nonfinite ?? 0, clean),
    ...noClass(survey, count),
    ...unfitting(survey, limits.invalid ?? 0, right),
  ];
}

/** The names that were given are those of a model with one output. */
const namesOf = ({ classes, model }: Bench): readonly string[] => (model.outputs.length === 1 ? classes : []);

function passed(surveys: readonly Survey[], limit: number, naming: Naming, left: string) {
  const facts = surveys.map(
    (survey) => (surveys.length > 1 ? `"${survey.name}" ` : '') + factOf(survey, naming),
  );
  const ratios = surveys.flatMap((survey) => {
    const [rarest, most] = [classesOf(survey)[0], classesOf(survey).at(-1)];
    return rarest && most ? [most.count / Math.max(1, rarest.count)] : [];
  });
  const value = ratios.length > 0 ? Math.max(...ratios) : null;
  return {
    message: `Labels are valid; ${facts.join('; ')}.${left}`,
    value,
    limit: value === null ? null : limit,
    advice: '',
  } satisfies Omit<Outcome, 'findings' | 'pictures'>;
}

function factOf(survey: Survey, naming: Naming): string {
  const { tally, moments } = survey;
  const [rarest, most] = [classesOf(survey)[0], classesOf(survey).at(-1)];
  if (rarest && most)
    return `labels a class from ${rarest.count} (${naming(rarest.index)}) to ${most.count} (${naming(most.index)})`;
  const counts = Array.from(tally.counts);
  if (tally.isOfClasses)
    return `${counts.filter((each) => each > 0).length} of ${tally.classes} classes occur`;
  if (tally.isOfAnswers) {
    const share = (each: number) => writeNumber(each / tally.rows, 'percent');
    return `each of ${tally.classes} is set in ${share(Math.min(...counts))} to ${share(Math.max(...counts))} of the rows`;
  }
  const { mean, std } = moments.all;
  return `mean ${writeNumber(mean, 'number')}, standard deviation ${writeNumber(std, 'number')}`;
}
