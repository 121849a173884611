import { type Family, type Labels, labelKey, type VitalStore } from '../vitals/store.js';
import type { Condition } from './condition.js';
import { type Values, valuesOf } from './terms.js';

/** A verdict on one set of labels: the first comparison's value and limit, and whether the condition is met. */
export interface Finding {
  readonly labels: Labels;
  readonly value: number;
  readonly limit: number;
  readonly met: boolean;
}

export type Limits = Readonly<Record<string, number>>;

/** Evaluates a condition on the vitals of one run, once. `now` is Unix time in seconds. */
export const evaluate = (
  condition: Condition,
  store: VitalStore,
  limits: Limits,
  now: number,
): readonly Finding[] => {
  const detector = detect(condition, limits);
  detector.look(store, now);
  return detector.findings;
};

/**
 * A condition that is looked at again and again. Its findings are kept and written over: with a hundred layers most of
 * them are what they were, and new objects in every step are what would cost. Label sets for which something was not
 * measured have no finding: not enough data.
 */
export interface Detector {
  readonly findings: readonly Finding[];
  /** Looks at the vitals, and says what changed since the last look. */
  look(store: VitalStore, now: number): Change;
}

/** `values`: numbers alone, no verdict. */
export type Change = 'nothing' | 'values' | 'verdicts';

/** Compiles a condition for a run. */
export function detect(condition: Condition, limits: Limits): Detector {
  switch (condition.kind) {
    case 'compare':
      return new Comparing(condition, limits);
    case 'all': {
      const [first, ...others] = condition.of;
      return new All(
        detect(first, limits),
        others.map((part) => detect(part, limits)),
      );
    }
    case 'any':
      return new Any(condition.of.map((part) => detect(part, limits)));
    case 'unless':
      return new Unless(detect(condition.when, limits), detect(condition.not, limits));
  }
}

type Writable = { -readonly [name in keyof Finding]: Finding[name] };

/** Findings that are written over; `end` cuts off what was not found again, and says what changed. */
class Findings {
  readonly list: Writable[] = [];
  private at = 0;
  private change: Change = 'nothing';

  add(labels: Labels, value: number, limit: number, met: boolean): void {
    const old = this.list[this.at];
    if (!old || old.labels !== labels) {
      this.list[this.at++] = { labels, value, limit, met };
      this.change = 'verdicts';
      return;
    }
    this.at++;
    if (old.met !== met) this.change = 'verdicts';
    else if (this.change === 'nothing' && old.value !== value) this.change = 'values';
    old.value = value;
    old.limit = limit;
    old.met = met;
  }

  end(): Change {
    const { change, at, list } = this;
    this.change = 'nothing';
    this.at = 0;
    if (list.length === at) return change;
    list.length = at;
    return 'verdicts';
  }
}

class Comparing implements Detector {
  private readonly found = new Findings();
  private readonly values: Values;
  private readonly limit: number;
  /** Where the term's series are. */
  private at: { readonly store: VitalStore; readonly family: Family } | undefined;
  private version = -1;
  private hasGrown = false;

  constructor(
    private readonly condition: Condition & { kind: 'compare' },
    limits: Limits,
  ) {
    const limit = limits[condition.limit];
    if (limit === undefined) throw new Error(`evaluating a condition: no limit named "${condition.limit}"`);
    this.limit = limit;
    this.values = valuesOf(condition.term);
  }

  get findings() {
    return this.found.list;
  }

  private readonly add = (labels: Labels, value: number) =>
    this.found.add(labels, value, this.limit, compare(value, this.condition.op, this.limit));

  look(store: VitalStore, now: number): Change {
    const { term } = this.condition;
    if (this.at?.store !== store) {
      this.at = { store, family: store.family(term.key) };
      this.version = -1;
    }
    const { version } = this.at.family;
    // Ages change with time, and growth is forgotten.
    const isLasting = term.kind === 'growth' ? !this.hasGrown : term.kind !== 'age';
    if (version === this.version && isLasting) return 'nothing';
    this.version = version;
    this.values(store, now, this.add);
    if (term.kind === 'growth') this.hasGrown = this.found.list.some(({ value }) => value !== 0);
    return this.found.end();
  }
}

/** All of a run and a layer hold, where both have one; values are the first's. */
class All implements Detector {
  private readonly found = new Findings();

  private readonly parts: readonly Detector[];

  constructor(
    private readonly first: Detector,
    private readonly others: readonly Detector[],
  ) {
    this.parts = [first, ...others];
  }

  get findings() {
    return this.found.list;
  }

  look(store: VitalStore, now: number): Change {
    let isSame = true;
    for (const part of this.parts) {
      const change = part.look(store, now);
      // Of the others only the verdicts count: values are the first's.
      if (change === 'verdicts' || (change === 'values' && part === this.first)) isSame = false;
    }
    if (isSame) return 'nothing';
    for (const finding of this.first.findings) {
      let met: boolean | undefined = finding.met;
      for (const { findings } of this.others) {
        const partner = findMet(findings, finding);
        if (partner === undefined) {
          met = undefined;
          break;
        }
        met &&= partner;
      }
      if (met !== undefined) this.found.add(finding.labels, finding.value, finding.limit, met);
    }
    return this.found.end();
  }
}

/** Whether one of the findings that belong to another is met; undefined where none belongs. */
function findMet(findings: readonly Finding[], finding: Finding): boolean | undefined {
  let met: boolean | undefined;
  for (const candidate of findings) {
    if (!belong(candidate, finding)) continue;
    if (candidate.met) return true;
    met = false;
  }
  return met;
}

/** At least one holds; of a label set that several have, the first that is met is told. */
class Any implements Detector {
  private readonly found = new Findings();

  constructor(private readonly parts: readonly Detector[]) {}

  get findings() {
    return this.found.list;
  }

  look(store: VitalStore, now: number): Change {
    let isSame = true;
    for (const part of this.parts) if (part.look(store, now) !== 'nothing') isSame = false;
    if (isSame) return 'nothing';
    if (!this.lineUp()) this.match();
    return this.found.end();
  }

  /** Parts on the same series find the same labels in the same order. */
  private lineUp(): boolean {
    const [first, ...others] = this.parts;
    const findings = first?.findings ?? [];
    for (const part of others) {
      if (part.findings.length !== findings.length) return false;
      for (let at = 0; at < findings.length; at++)
        if (part.findings[at]?.labels !== findings[at]?.labels) return false;
    }
    for (let at = 0; at < findings.length; at++) {
      let told = findings[at];
      for (const part of others) {
        const other = part.findings[at];
        if (other?.met && !told?.met) told = other;
      }
      if (told) this.found.add(told.labels, told.value, told.limit, told.met);
    }
    return true;
  }

  private match(): void {
    const byLabels = new Map<string, Finding>();
    for (const { findings } of this.parts)
      for (const finding of findings) {
        const name = labelKey(finding.labels);
        const old = byLabels.get(name);
        if (!old || (finding.met && !old.met)) byLabels.set(name, finding);
      }
    for (const { labels, value, limit, met } of byLabels.values()) this.found.add(labels, value, limit, met);
  }
}

class Unless implements Detector {
  private readonly found = new Findings();

  constructor(
    private readonly when: Detector,
    private readonly not: Detector,
  ) {}

  get findings() {
    return this.found.list;
  }

  look(store: VitalStore, now: number): Change {
    const [when, not] = [this.when.look(store, now), this.not.look(store, now)];
    if (when === 'nothing' && not !== 'verdicts') return 'nothing';
    for (const finding of this.when.findings) {
      const met = finding.met && findMet(this.not.findings, finding) !== true;
      this.found.add(finding.labels, finding.value, finding.limit, met);
    }
    return this.found.end();
  }
}

/** Whether two findings are of the same layer and variable, where both have them; the run is the store's. */
export const belong = (
  { labels: a }: Pick<Finding, 'labels'>,
  { labels: b }: Pick<Finding, 'labels'>,
): boolean => agree(a.layer, b.layer) && agree(a.variable, b.variable);

const agree = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b;

/** As in PromQL: a comparison with NaN is false. */
function compare(value: number, op: (Condition & { kind: 'compare' })['op'], limit: number): boolean {
  switch (op) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '==':
      return value === limit;
  }
}
