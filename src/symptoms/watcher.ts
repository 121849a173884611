import type { SymptomEvent } from '../handle.js';
import { type Labels, labelKey, type VitalStore } from '../vitals/store.js';
import { belong, type Detector, detect, evaluate, type Finding } from './detector.js';
import { type Configured, configured, type SymptomSettings } from './limits.js';
import { inOrder, writeFinding, writeMessage } from './message.js';
import type { Hint, Severity, Symptom } from './symptom.js';
import { causesFirst, explained } from './tree.js';

/** Where runbooks are, by the symptom's id. */
export const RUNBOOKS = 'https://github.com/trainvitals/trainvitals/blob/main/src/symptoms';

/** The symptoms that a process can decide, by a user's settings; throws one line for settings that do not fit. */
export const withSettings = (
  catalogue: readonly Symptom[],
  settings: SymptomSettings = {},
): readonly Configured[] =>
  configured(catalogue, settings).filter(({ symptom }) => symptom.decidedBy === 'both');

/** The detector's verdict now. */
export interface Verdict {
  readonly symptom: string;
  readonly severity: Severity;
  readonly layer: string | undefined;
  readonly isRaised: boolean;
}

interface Episode {
  readonly layer: string | undefined;
  /** Step since which the condition has been what it is now. */
  since: number;
  met: boolean;
  /** The last one there was; it is written over as long as there is one. */
  finding: Finding;
  /** The look at which it was found last. */
  seen: number;
  raised: SymptomEvent | undefined;
}

/** One symptom of the run: its condition, and its verdicts so far. */
interface Watched extends Configured {
  readonly detector: Detector;
  readonly episodes: Map<string, Episode>;
  /** Those whose condition is not what the verdict says, and has to hold. */
  readonly pending: Set<Episode>;
  /** The look at which verdicts last changed. */
  looked: number;
}

/** Decides, step by step, which symptoms of one run are raised: a condition must hold before its verdict changes. */
export class Watcher {
  private readonly watched: readonly Watched[];
  private looks = 0;
  /** The vitals that are looked at now, for hints. */
  private look: { readonly store: VitalStore; readonly now: number } | undefined;

  constructor(
    private readonly run: string,
    watched: readonly Configured[],
    private readonly emit: (event: SymptomEvent) => void,
  ) {
    this.watched = watched.map((each) => ({
      ...each,
      detector: detect(each.symptom.condition, each.limits),
      episodes: new Map(),
      pending: new Set(),
      looked: 0,
    }));
  }

  /** Looks at the vitals as they are now; `now` is Unix time in seconds. */
  observe(store: VitalStore, now: number): void {
    this.looks++;
    this.look = { store, now };
    for (const watched of this.watched) {
      if (watched.detector.look(store, now) === 'verdicts') this.decide(watched, store.step);
      else this.hold(watched, store.step);
    }
  }

  /** The raised symptoms, as they were raised: root causes first, their consequences below them. */
  get active(): SymptomEvent[] {
    return causesFirst(this.raised);
  }

  private get raised(): SymptomEvent[] {
    return this.watched.flatMap(({ episodes }) =>
      [...episodes.values()].flatMap(({ raised }) => (raised ? [raised] : [])),
    );
  }

  /** Every verdict so far, by layer where the symptom has one: a layer is raised when any of its variables is. */
  get verdicts(): Verdict[] {
    const verdicts = new Map<string, Verdict>();
    for (const { symptom, episodes } of this.watched) {
      for (const { layer, raised } of episodes.values()) {
        const key = `${symptom.id}\u0000${layer ?? ''}`;
        const isRaised = raised !== undefined || verdicts.get(key)?.isRaised === true;
        verdicts.set(key, { symptom: symptom.id, severity: symptom.severity, layer, isRaised });
      }
    }
    return [...verdicts.values()];
  }

  /** Where a condition is met and has not held for long enough. */
  get pending(): { readonly symptom: Symptom; readonly labels: Labels }[] {
    return this.watched.flatMap(({ symptom, pending }) =>
      [...pending].flatMap(({ met, finding }) => (met ? [{ symptom, labels: finding.labels }] : [])),
    );
  }

  private decide(watched: Watched, step: number): void {
    const { detector, episodes } = watched;
    watched.looked = this.looks;
    for (const finding of detector.findings) {
      const key = labelKey(finding.labels);
      let episode = episodes.get(key);
      if (!episode) {
        const { layer } = finding.labels;
        episode = { layer, since: step, met: finding.met, finding, seen: 0, raised: undefined };
        episodes.set(key, episode);
      }
      episode.seen = this.looks;
      episode.finding = finding;
      this.judge(watched, episode, finding.met, step);
    }
    // What is no longer measured is not met, as in Prometheus.
    for (const episode of episodes.values())
      if (episode.seen !== this.looks) this.lost(watched, episode, step);
  }

  /** Nothing has changed but the step: what is pending may have held long enough. */
  private hold(watched: Watched, step: number): void {
    for (const episode of watched.pending) {
      if (episode.seen === watched.looked) this.judge(watched, episode, episode.met, step);
      else this.lost(watched, episode, step);
    }
  }

  /** Of what is gone there is no verdict, once nothing is raised. */
  private lost(watched: Watched, episode: Episode, step: number): void {
    if (episode.raised) this.judge(watched, episode, false, step);
    if (episode.raised) return;
    watched.episodes.delete(labelKey(episode.finding.labels));
    watched.pending.delete(episode);
  }

  private judge(watched: Watched, episode: Episode, met: boolean, step: number): void {
    const { symptom, pending } = watched;
    if (episode.met !== met) episode.since = step;
    episode.met = met;
    const held = step - episode.since;
    if (met && !episode.raised && held >= symptom.hold.raise) {
      episode.raised = this.event(watched, episode.finding, 'raised', step);
      this.emit(explained(episode.raised, this.raised));
    } else if (!met && episode.raised && held >= symptom.hold.clear) {
      episode.raised = undefined;
      this.emit(explained(this.event(watched, episode.finding, 'cleared', step), this.raised));
    }
    if (met === (episode.raised !== undefined)) pending.delete(episode);
    else pending.add(episode);
  }

  private event(
    watched: Configured,
    finding: Finding,
    state: SymptomEvent['state'],
    step: number,
  ): SymptomEvent {
    const { symptom } = watched;
    const { labels, value, limit } = finding;
    const hint = this.hint(watched, finding);
    return {
      symptom: symptom.id,
      state,
      severity: symptom.severity,
      run: this.run,
      ...place(labels),
      step,
      value,
      limit,
      message: writeMessage(writeFinding(symptom, { run: this.run, labels, value, limit }), hint),
      remedies: inOrder(symptom.remedies, hint),
      consequenceOf: [],
      runbook: `${RUNBOOKS}/${symptom.id}/README.md`,
    };
  }

  /** The first hint that holds where the symptom was found. */
  private hint({ symptom, limits }: Configured, finding: Finding): Hint | undefined {
    const { look } = this;
    return (
      look &&
      symptom.hints.find(({ when }) =>
        evaluate(when, look.store, limits, look.now).some((found) => found.met && belong(found, finding)),
      )
    );
  }
}

/** The labels that say where in its run a symptom is. */
export const place = ({
  layer,
  variable,
  input,
  reason,
  check,
}: Pick<SymptomEvent, 'layer' | 'variable' | 'input' | 'reason' | 'check'>) => ({
  ...(layer !== undefined && { layer }),
  ...(variable !== undefined && { variable }),
  ...(input !== undefined && { input }),
  ...(reason !== undefined && { reason }),
  ...(check !== undefined && { check }),
});
