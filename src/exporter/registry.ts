import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type SeriesKey, seriesKeys, series as table } from '../series.js';
import { catalogue } from '../symptoms/catalogue.js';
import { place } from '../symptoms/watcher.js';
import { VERSION } from '../version.js';
import type { Cell, Labels } from '../vitals/store.js';
import { Family, joined, textOf } from './family.js';
import type { WatchedRun } from './watched-run.js';

/** Per-layer series a run may export; the layers after that are left out, and counted. */
export const LAYER_SERIES = 2000;

/** Step durations from half a millisecond to a minute, in seconds. */
const BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60];

/**
 * Turns the runs of this process into the text of a scrape. The only module that knows prom-client, which has the process
 * and Node metrics and the histogram; the series of the runs are written by {@link Family}.
 */
export class Exposition {
  private readonly registry = new Registry();
  private readonly families = new Map<SeriesKey, Family>();
  private readonly durations: Histogram<string>;
  /** The most distinct series that the limit left out at once. */
  private readonly dropped = new WeakMap<WatchedRun, number>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // Gauges named as counters: linters rightly refuse them, and the exporter's own handles tell nothing of the run.
    for (const name of ['handles', 'requests', 'resources']) {
      this.registry.removeSingleMetric(`nodejs_active_${name}_total`);
    }
    const { stepDuration } = table;
    this.durations = new Histogram({
      name: stepDuration.name,
      help: stepDuration.help,
      labelNames: ['run', 'rank'],
      buckets: BUCKETS,
      registers: [this.registry],
    });
    for (const key of seriesKeys) {
      const { name, help, kind } = table[key];
      if (kind !== 'histogram') this.families.set(key, new Family(name, help, kind));
    }
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** The text of a scrape of these runs, as they are now. */
  async render(runs: Iterable<WatchedRun>): Promise<string> {
    const series = this.series(runs);
    return (await this.registry.metrics()) + series;
  }

  /** What a scrape shows of one run, without what it shows of the process; `more` labels stand on each series. */
  async renderOne(run: WatchedRun, more: Labels): Promise<string> {
    const series = this.series([run], more);
    return (await this.durationsOf(run, more)) + series;
  }

  /** The histogram of one run. */
  private async durationsOf(run: WatchedRun, more: Labels): Promise<string> {
    const { name, help, values } = await this.durations.get();
    const ofRun = own(run);
    const lines = values
      .filter(({ labels }) => labels.run === ofRun.run && labels.rank === ofRun.rank)
      .map(({ metricName = name, labels, value }) => {
        const { le } = labels;
        return `${metricName}{${textOf({ ...ofRun, ...more, ...(le !== undefined && { le: String(le) }) })}} ${value}\n`;
      });
    return [`# HELP ${name} ${help}\n# TYPE ${name} histogram\n`, ...lines].join('');
  }

  /** The series of runs; whole before anybody waits, since the next one who asks begins anew. */
  private series(runs: Iterable<WatchedRun>, more: Labels = {}): string {
    for (const family of this.families.values()) family.reset();
    for (const run of runs) {
      const labels = { ...own(run), ...more };
      try {
        this.fill(run, labels);
      } catch {
        // One run that cannot be shown must not hide the others; its errors say that something is missing.
        run.errors.add();
      }
      this.self(run, labels);
    }
    return [...this.families.values()].map(({ text }) => text).join('');
  }

  /** Moves the run's step durations into the histogram, so that they do not pile up between scrapes. */
  take(run: WatchedRun): void {
    const labels = own(run);
    for (const duration of run.durations.splice(0)) this.durations.observe(labels, duration);
  }

  /** Forgets the histogram of a run that was detached. */
  forget(run: WatchedRun): void {
    this.durations.remove(own(run));
  }

  private fill(run: WatchedRun, labels: Labels): void {
    this.take(run);
    this.facts(run, labels);
    const dropped = Math.max(this.dropped.get(run) ?? 0, this.vitals(run, labels));
    this.dropped.set(run, dropped);
    run.vitals.store.set('agentSeriesDropped', dropped);
    for (const symptom of catalogue) {
      // What only Prometheus can see has no verdict here, not even that of being quiet.
      if (symptom.decidedBy === 'prometheus') continue;
      const about = { symptom: symptom.id, severity: symptom.severity };
      if (symptom.scope !== 'run') continue;
      for (const key of ['symptomActive', 'symptomRaised'] as const) this.put(key, 0, labels, about);
    }
    for (const { labels: about, times } of run.raised.all) this.put('symptomRaised', times, labels, about);
    for (const { symptom, labels: where } of run.watcher.pending)
      this.put('symptomPending', 1, labels, {
        symptom: symptom.id,
        severity: symptom.severity,
        ...place(where),
      });
    for (const { symptom, severity, layer, isRaised } of run.watcher.verdicts) {
      if (layer !== undefined && !isRaised && run.facts.omitsLayers) continue;
      const about = { symptom, severity, ...(layer !== undefined && { layer }) };
      this.put('symptomActive', Number(isRaised), labels, about);
    }
  }

  /** The agent on itself: also of a run that could not be shown whole. */
  private self(run: WatchedRun, labels: Labels): void {
    this.put('agentFramesDropped', run.framesDropped, labels);
    for (const key of ['agentSeriesDropped', 'agentErrors'] as const) {
      for (const cell of run.vitals.store.all(key)) this.put(key, cell.value ?? 0, labels, cell.labels);
    }
  }

  private facts({ facts }: WatchedRun, labels: Labels): void {
    this.put('runInfo', 1, labels, {
      model: facts.model,
      optimizer: facts.optimizer,
      backend: facts.backend,
      device: facts.device,
      framework_version: facts.frameworkVersion,
      world_size: String(facts.worldSize),
    });
    this.put('agentBuildInfo', 1, labels, { version: VERSION });
    // Counters exist from the start: a first scrape after a fault must find what it grew from.
    for (const key of ['steps', 'examples', 'epochs'] as const) this.put(key, 0, labels);
  }

  /** Statistics and windows; returns how many series the limit left out. */
  private vitals(run: WatchedRun, ofRun: Labels): number {
    const exported = layersWithin(run, LAYER_SERIES);
    let dropped = 0;
    for (const key of seriesKeys) {
      if (table[key].kind === 'histogram') continue;
      for (const { labels, value } of run.vitals.store.all(key)) {
        if (value === undefined) continue;
        if (labels.layer !== undefined && isOmitted(run, key)) continue;
        if (labels.layer !== undefined && !exported.has(labels.layer)) dropped++;
        else this.put(key, value, ofRun, labels);
      }
    }
    return dropped;
  }

  private put(key: SeriesKey, value: number, ofRun: Labels, labels: Labels = {}): void {
    this.families.get(key)?.set(joined(textOf(ofRun), textOf(labels)), value);
  }
}

/** What all ranks share is exported by one of them; what they are compared by, by each. */
const isOmitted = ({ facts }: WatchedRun, key: SeriesKey): boolean =>
  facts.omitsLayers === true && table[key].group !== 'rank';

/** The labels that say whose series it is; `rank` only in a distributed run. */
export function own({ facts }: WatchedRun): Record<string, string> {
  return { run: facts.run, ...(facts.worldSize > 1 && { rank: String(facts.rank ?? 0) }) };
}

/** Layers, inputs first, whose series together stay within the limit. */
function layersWithin(run: WatchedRun, limit: number): Set<string> {
  const perLayer = new Map<string, number>();
  const count = ({ labels, value }: Cell) => {
    if (labels.layer !== undefined && value !== undefined) {
      perLayer.set(labels.layer, (perLayer.get(labels.layer) ?? 0) + 1);
    }
  };
  for (const { layer } of run.layout?.variables ?? []) perLayer.set(layer, 0);
  for (const key of seriesKeys) for (const cell of run.vitals.store.all(key)) count(cell);
  const within = new Set<string>();
  let total = 0;
  for (const [layer, series] of perLayer) {
    total += series;
    if (total > limit) break;
    within.add(layer);
  }
  return within;
}
