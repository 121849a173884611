import { writeNumber } from '../../symptoms/message.js';
import { FEW } from '../readers.js';
import type { Finding } from '../report.js';
import type { Survey } from './survey.js';

/** Labels before their balance is told (SageMaker ClassImbalance), and labels a class: small counts differ by chance. */
const LABELS = 500;
const LABELS_A_CLASS = 25;
/** Examples of labels that have many positions: those of one are of few classes. */
const EXAMPLES = 100;
/** Classes whose balance is told; of more, some are rare by nature. */
export const CLASSES = 100;
/** Names that a message lists before it counts the others. */
const LISTED = 3;
/** What chance must not do. */
const UNLIKELY = 0.001;
/** Labels of a class that validation data should have: that many are never missing by chance. */
const EXPECTED = 20;

/** What a class is called in a message: its name or its number. */
export type Naming = (index: number) => string;

/** Classes of labels that have them, the rarest first; none where there are too many, or the time was over. */
export function classesOf({ tally, seen, size }: Survey) {
  if (!tally.isOfClasses || tally.classes > CLASSES || seen < size) return [];
  return Array.from(tally.counts, (count, index) => ({ index, count })).sort((a, b) => a.count - b.count);
}

/** All labels the same. Validation data may be of one class by chance where training has little else. */
export function allTheSame(
  survey: Survey,
  advice: string,
  name: Naming,
  isAlone: boolean,
  training?: Survey,
): Finding[] {
  const { called, variation, demand, size, seen, moments } = survey;
  if (demand === 'anything' || variation.isVaried || seen < size || size < FEW) return [];
  if (moments.means.count < size) return [];
  const most = classesOf(survey).at(-1);
  if (most && training && shareOf(most.index, training) ** size > UNLIKELY) return [];
  const only =
    most && demand !== 'numbers' && most.count === survey.tally.rows
      ? `of class ${name(most.index)}`
      : moments.all.std === 0
        ? writeNumber(moments.all.mean, 'number')
        : 'the same';
  const message = `${called} are all the same: all ${size} are ${only}; they ask for no difference between inputs.`;
  // Beside another output, a number may be a constant that a penalty is measured from.
  const severity = !isAlone && demand === 'numbers' ? 'info' : 'warning';
  return [{ severity, message, advice, value: null, limit: null }];
}

/** Classes that training has never, or seldom. */
export function unbalanced(survey: Survey, ratio: number, advice: Advice, name: Naming): Finding[] {
  const classes = classesOf(survey);
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const enough = LABELS_A_CLASS * classes.length;
  const [present, missing] = [true, false].map((is) => classes.filter(({ count }) => count > 0 === is));
  if (!present || !missing || present.length < 2) return [];
  if (total < enough || (survey.rank > 2 && survey.size < EXAMPLES)) return [];
  const findings: Finding[] = [];
  if (missing.length > 0) {
    const message = `${survey.called} never say ${listed(missing, name)}: ${missing.length} of ${classes.length} classes do not occur among ${total} labels.`;
    findings.push({ severity: 'info', message, advice: advice.missing, value: missing.length, limit: 0 });
  }
  const [rarest, most] = [present[0], present.at(-1)];
  const value = (most?.count ?? 0) / (rarest?.count ?? 1);
  if (rarest && most && total >= LABELS && value > ratio) {
    const message = `${survey.called} say ${name(most.index)} ${writeNumber(value, 'number')} times as often as ${name(rarest.index)}, ${most.count} against ${rarest.count} (limit ${writeNumber(ratio, 'number')} times).`;
    findings.push({ severity: 'info', message, advice: advice.rare, value, limit: ratio });
  }
  return findings;
}

/** Classes that training has and validation has not, where the share in training lets expect many. */
export function notValidated(training: Survey, other: Survey, advice: string, name: Naming): Finding[] {
  const classes = classesOf(other);
  if (other.rank > 2 || !other.variation.isVaried) return [];
  const missing = classes.filter(
    ({ index, count }) => count === 0 && shareOf(index, training) * other.size >= EXPECTED,
  );
  const [worst] = missing.sort((a, b) => shareOf(b.index, training) - shareOf(a.index, training));
  if (!worst) return [];
  const value = Math.round(shareOf(worst.index, training) * other.size);
  const message = `${other.called} never say ${listed(missing, name)}; by their share in training, ${name(worst.index)} should have about ${value} of ${other.size}.`;
  return [{ severity: 'info', message, advice, value, limit: EXPECTED }];
}

export interface Advice {
  readonly missing: string;
  readonly rare: string;
}

const shareOf = (index: number, { tally }: Survey): number =>
  (tally.counts[index] ?? 0) / Math.max(1, tally.rows);

function listed(classes: readonly { readonly index: number }[], name: Naming): string {
  const more = classes.length - LISTED;
  const names = classes.slice(0, LISTED).map(({ index }) => name(index));
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
