import type { Labels } from '../vitals/store.js';

/**
 * One series name of a scrape: its lines in the Prometheus text format 0.0.4. prom-client, which makes the rest of a
 * scrape, finds a series by sorting and joining its labels anew each time it is set: a scrape of 2,000 series took
 * 15 ms, and takes 6 with this, where the text of labels that last is kept.
 */
export class Family {
  private readonly head: string;
  private readonly values = new Map<string, number>();

  constructor(
    private readonly name: string,
    help: string,
    private readonly kind: 'gauge' | 'counter',
  ) {
    const text = help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
    this.head = `# HELP ${name} ${text}\n# TYPE ${name} ${kind}\n`;
  }

  /** Forgets the values of the last scrape. */
  reset(): void {
    this.values.clear();
  }

  /** Sets the value of a series, `labels` as {@link textOf} gives them. A counter cannot fall or be infinite. */
  set(labels: string, value: number): void {
    // A gap in the series says so; a zero would look like a restart.
    if (this.kind === 'counter' && !(Number.isFinite(value) && value >= 0)) this.values.delete(labels);
    else this.values.set(labels, value);
  }

  get text(): string {
    let text = this.head;
    for (const [labels, value] of this.values) text += `${this.name}{${labels}} ${numberText(value)}\n`;
    return text;
  }
}

const texts = new WeakMap<Labels, string>();

/** Labels as they stand between the braces; kept as long as the object, which must not change. */
export function textOf(labels: Labels): string {
  let text = texts.get(labels);
  if (text === undefined) {
    text = Object.entries(labels)
      .map(([name, value]) => `${name}="${escaped(value)}"`)
      .join(',');
    texts.set(labels, text);
  }
  return text;
}

/** Both, where there are some. */
export const joined = (first: string, second: string): string =>
  first === '' || second === '' ? first + second : `${first},${second}`;

const escaped = (value: string) =>
  /["\\\n]/.test(value) ? value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"') : value;

const numberText = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
