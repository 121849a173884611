import type { SymptomEvent } from 'trainvitals';
import type { Course } from './replay.js';

/** What became of one run with one seed. */
export interface Row {
  readonly name: string;
  readonly seed: number;
  readonly kind: 'healthy' | 'sick';
  readonly heldOut: boolean;
  readonly expected: string;
  readonly layers: readonly string[];
  readonly raised: readonly string[];
  readonly cleared: readonly string[];
  readonly missed: boolean;
  readonly wrong: readonly string[];
  readonly steps: number;
  readonly msPerStep: number;
  readonly vitals: Readonly<Record<string, Course>>;
  readonly samples: readonly Readonly<Record<string, number>>[];
  readonly note?: string;
  readonly error?: string;
}

/** `symptom[layer/variable]@step`, a space between two. */
export const describeEvents = (events: readonly SymptomEvent[]): string =>
  events
    .map(({ symptom, layer, variable, step }) => {
      const place = [layer, variable].filter((part) => part !== undefined).join('/');
      return `${symptom}${place && `[${place}]`}@${step}`;
    })
    .join(' ');

/** Which vitals are printed, by their short names; `last (min..max)`. */
const columns = {
  start: 'lossInitial',
  smooth: 'lossSmoothed',
  best: 'lossBest',
  improv: 'lossImprovement',
  diverg: 'lossDivergence',
  rise: 'lossRise',
  swing: 'lossSwing',
  update: 'updateRatio',
  peak: 'updateRatioPeak',
  flow: 'gradientFlow',
  g2w: 'gradientToWeight',
  grad: 'gradientNorm',
  growth: 'gradientGrowth',
  dead: 'layerDeadUnits',
  unchanged: 'unchangedSteps',
  sinceBest: 'evaluationsSinceBest',
  valRise: 'validationLossRise',
  trainChange: 'trainImprovementSinceBest',
  gap: 'generalizationGap',
  accGap: 'accuracyGap',
} as const;

/** One run in one line, and the course of its vitals in a second. */
export function line(row: Row, brief = false): string {
  const { name, seed, kind, heldOut, expected, layers, steps, msPerStep, note, error } = row;
  if (error !== undefined) return `${name} #${seed} ERROR ${error}`;
  const wanted =
    kind === 'healthy' ? 'healthy' : `${expected}${layers.length ? `[${layers.join('|')}]` : ''}`;
  const verdict = [row.missed && 'MISS', row.wrong.length > 0 && `FALSE(${row.wrong.length})`].filter(
    Boolean,
  );
  const head = [
    (verdict.join(' ') || 'ok').padEnd(9),
    `${name}${heldOut ? '*' : ''} #${seed}`.padEnd(36),
    wanted,
    '→',
    row.raised.join(' ') || '-',
    row.cleared.length > 0 && `cleared: ${row.cleared.join(' ')}`,
    `(${steps} steps, ${msPerStep.toFixed(1)} ms)`,
    note,
  ];
  const vitals = Object.entries(columns).flatMap(([short, key]) => {
    const course = row.vitals[key];
    return course ? [`${short} ${describeCourse(course)}`] : [];
  });
  return `${head.filter(Boolean).join(' ')}${brief ? '' : `\n      ${vitals.join(' · ')}`}`;
}

const short = (value: number) => `${Number(value.toPrecision(3))}`;
const describeCourse = ({ last, min, max, minAt, maxAt }: Course) =>
  min === max ? short(last) : `${short(last)} (${short(min)}@${minAt}..${short(max)}@${maxAt})`;

/** Recall and precision of each symptom, false alarms of the healthy runs. */
export function summary(rows: readonly Row[]): string {
  const symptoms = [...new Set(rows.map(({ expected }) => expected).filter(Boolean))];
  const lines = symptoms.map((symptom) => {
    const sick = rows.filter(({ expected }) => expected === symptom);
    const found = sick.filter(({ missed }) => !missed).length;
    const isWrong = ({ wrong }: Row) => wrong.some((event) => /^[a-z-]+/.exec(event)?.[0] === symptom);
    const [onHealthy, onSick] = ['healthy', 'sick'].map(
      (kind) => rows.filter((row) => row.kind === kind && isWrong(row)).length,
    );
    return `${symptom.padEnd(24)} found ${found}/${sick.length} · false on ${onHealthy} healthy, ${onSick} sick runs`;
  });
  const healthy = rows.filter(({ kind }) => kind === 'healthy');
  const quiet = healthy.filter(({ wrong }) => wrong.length === 0).length;
  return ['', ...lines, `${'healthy'.padEnd(24)} quiet ${quiet}/${healthy.length}`].join('\n');
}
