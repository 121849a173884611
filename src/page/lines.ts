import type { Column } from './contract.js';

/** A line of a chart. */
export interface Line {
  /** The scalar that it shows. */
  readonly name: string;
  readonly label: string;
  /** Number of its colour, from 1. */
  readonly colour: number;
  readonly dashed: boolean;
  /** Between the smallest and the largest value of each column. */
  readonly banded: boolean;
}

/** What a chart shows, by what was measured. */
export interface ChartKind {
  readonly id: string;
  readonly title: string;
  readonly unit: 'number' | 'seconds';
  /** Whether a logarithmic scale is offered. */
  readonly canBeLog: boolean;
  readonly lines: (names: ReadonlySet<string>) => Line[];
}

const line = (name: string, label: string, colour: number, more: Partial<Line> = {}): Line => ({
  name,
  label,
  colour,
  dashed: false,
  banded: false,
  ...more,
});
const measured = (lines: Line[], names: ReadonlySet<string>) => lines.filter(({ name }) => names.has(name));
const single = (id: string, title: string, unit: ChartKind['unit'], canBeLog: boolean): ChartKind => ({
  id,
  title,
  unit,
  canBeLog,
  lines: (names) => measured([line(id, title.toLowerCase(), 1, { banded: true })], names),
});

/** A run's charts, in the order in which a failing run is read. */
export const chartKinds: readonly ChartKind[] = [
  {
    id: 'loss',
    title: 'Loss',
    unit: 'number',
    canBeLog: true,
    lines: (names) => {
      // Without a penalty the loss is the data loss, and some loops tell only the one.
      const data = names.has('dataLoss')
        ? line('dataLoss', 'train data', 1, { banded: true })
        : line('loss', 'train', 1, { banded: true });
      const others = [
        line('regularizationLoss', 'penalty', 2),
        line('validationLoss', 'validation', 3, { dashed: true }),
      ];
      return measured([data, ...others], names);
    },
  },
  { id: 'metrics', title: 'Metrics', unit: 'number', canBeLog: false, lines: metricLines },
  single('learningRate', 'Learning rate', 'number', false),
  single('gradientNorm', 'Gradient norm', 'number', true),
  single('stepDuration', 'Step time', 'seconds', false),
];

const COLOURS = 6;

/** Training and validation of one metric share a colour. */
function metricLines(names: ReadonlySet<string>): Line[] {
  const metrics = [...names].flatMap((name) => (name.startsWith('metric:') ? [name.slice(7)] : [])).sort();
  const bare = (metric: string) => metric.replace(/^val_/, '');
  const kinds = [...new Set(metrics.map(bare))];
  return metrics.map((metric) =>
    line(`metric:${metric}`, metric, 1 + (kinds.indexOf(bare(metric)) % COLOURS), {
      dashed: metric.startsWith('val_'),
    }),
  );
}

/** A line's values: null leaves a gap, undefined is passed over. Logarithms are of positive numbers alone. */
export function valuesOf(columns: readonly Column[], name: string, part: 0 | 1 | 2, isLog: boolean) {
  return columns.map(({ scalars }) => {
    const value = scalars[name]?.[part];
    return isLog && typeof value === 'number' && value <= 0 ? null : value;
  });
}
