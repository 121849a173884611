/** What is promised, and the tests that prove it: `promises.json`. */
export interface Area {
  readonly area: string;
  readonly promises: readonly Promised[];
}
export interface Promised {
  readonly promise: string;
  /** By file: what the full names of its tests contain; an empty text stands for all of them. */
  readonly tests: Readonly<Record<string, string>>;
}

/** A test that was run. */
export interface Ran {
  /** Relative to the repository. */
  readonly file: string;
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly figures: Readonly<Record<string, number>>;
}

/** A promise, and what its tests came to. */
export interface Proof {
  readonly area: string;
  readonly promise: string;
  /** Tests that passed, by file. */
  readonly passed: Readonly<Record<string, number>>;
  /** What is missing in the proof: tests that did not pass, or files without one that does. */
  readonly missing: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** What a run of the tests proves. */
export function proofs(areas: readonly Area[], ran: readonly Ran[]): readonly Proof[] {
  return areas.flatMap(({ area, promises }) => promises.map((each) => proof(area, each, ran)));
}

function proof(area: string, { promise, tests }: Promised, ran: readonly Ran[]): Proof {
  const passed: Record<string, number> = {};
  const missing: string[] = [];
  const figures: Record<string, number> = {};
  for (const [file, part] of Object.entries(tests)) {
    const found = ran.filter((test) => test.file === file && test.name.includes(part));
    const good = found.filter(({ state }) => state === 'passed');
    if (found.length === 0) missing.push(`${file}: no test "${part}"`);
    for (const { name, state } of found) if (state !== 'passed') missing.push(`${file}: ${name} (${state})`);
    passed[file] = good.length;
    for (const [name, value] of good.flatMap((test) => Object.entries(test.figures)))
      figures[name] = (figures[name] ?? 0) + value;
  }
  return { area, promise, passed, missing, figures };
}

/** Files of all tests that prove something. */
export const filesOf = (areas: readonly Area[]): readonly string[] =>
  [...new Set(areas.flatMap(({ promises }) => promises.flatMap(({ tests }) => Object.keys(tests))))].sort();
