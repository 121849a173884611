import type { SymptomEvent } from '../handle.js';
import { type Labels, labelKey, type VitalStore } from '../vitals/store.js';
import { belong, evaluate, type Finding } from './detector.js';
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
  readonly watched: Configured;
  readonly layer: string | undefined;
  /** Step since which the condition has been what it is now. */
  since: number;
  /** The last one there was. */
  finding: Finding;
  /** The look at which it was found last. */
  seen: number;
  raised: SymptomEvent | undefined;
}

/** Decides, step by step, which symptoms of one run are raised: a condition must hold before its verdict changes. */
export class Watcher {
  private readonly episodes = new Map<string, Episode>();
  private looks = 0;
  /** The vitals that are looked at now, for hints. */
  private look: { readonly store: VitalStore; readonly now: number } | undefined;

  constructor(
    private readonly run: string,
    private readonly watched: readonly Configured[],
    private readonly emit: (event: SymptomEvent) => void,
  ) {}

  /** Looks at the vitals as they are now; `now` is Unix time in seconds. */
  observe(store: VitalStore, now: number): void {
    this.looks++;
    this.look = { store, now };
    for (const watched of this.watched) {
      for (const finding of evaluate(watched.symptom.condition, store, watched.limits, now)) {
        this.decide(watched, finding, store.step);
      }
    }
    for (const [key, episode] of this.episodes) {
      if (episode.seen !== this.looks) this.unmeasured(key, episode, store.step);
    }
  }

  /** The raised symptoms, as they were raised: root causes first, their consequences below them. */
  get active(): SymptomEvent[] {
    return causesFirst(this.raised);
  }

  private get raised(): SymptomEvent[] {
    return [...this.episodes.values()].flatMap(({ raised }) => (raised ? [raised] : []));
  }

  /** Every verdict so far, by layer where the symptom has one: a layer is raised when any of its variables is. */
  get verdicts(): Verdict[] {
    const verdicts = new Map<string, Verdict>();
    for (const { watched, layer, raised } of this.episodes.values()) {
      const { symptom } = watched;
      const key = `${symptom.id}\u0000${layer ?? ''}`;
      const isRaised = raised !== undefined || verdicts.get(key)?.isRaised === true;
      verdicts.set(key, { symptom: symptom.id, severity: symptom.severity, layer, isRaised });
    }
    return [...verdicts.values()];
  }

  private decide(watched: Configured, finding: Finding, step: number): void {
    const key = `${watched.symptom.id}\u0000${labelKey(finding.labels)}`;
    let episode = this.episodes.get(key);
    if (!episode) {
      const { layer } = finding.labels;
      episode = { watched, layer, since: step, finding, seen: this.looks, raised: undefined };
      this.episodes.set(key, episode);
    }
    episode.seen = this.looks;
    this.judge(episode, finding, step);
  }

  /** What is no longer measured is not met, as in Prometheus; once nothing is raised there is no verdict on it. */
  private unmeasured(key: string, episode: Episode, step: number): void {
    if (episode.raised) this.judge(episode, { ...episode.finding, met: false }, step);
    if (!episode.raised) this.episodes.delete(key);
  }

  private judge(episode: Episode, finding: Finding, step: number): void {
    const { symptom } = episode.watched;
    if (episode.finding.met !== finding.met) episode.since = step;
    episode.finding = finding;
    const held = step - episode.since;
    if (finding.met && !episode.raised && held >= symptom.hold.raise) {
      episode.raised = this.event(episode.watched, finding, 'raised', step);
      this.emit(explained(episode.raised, this.raised));
    } else if (!finding.met && episode.raised && held >= symptom.hold.clear) {
      episode.raised = undefined;
      this.emit(explained(this.event(episode.watched, finding, 'cleared', step), this.raised));
    }
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

const place = ({ layer, variable, input, reason }: Labels) => ({
  ...(layer !== undefined && { layer }),
  ...(variable !== undefined && { variable }),
  ...(input !== undefined && { input }),
  ...(reason !== undefined && { reason }),
});
