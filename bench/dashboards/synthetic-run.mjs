import { Exposition } from '../../dist/exporter/registry.js';
import { WatchedRun } from '../../dist/exporter/watched-run.js';
import { ABSENT } from '../../dist/frame.js';
import { momentOf, traitsOf, values } from './training.mjs';

/** Every so many steps every statistic is measured, as the agent does with its defaults. */
const SAMPLED_EVERY = 4;
const EVALUATED_EVERY = 20;

/** Told by the validation at the end of an epoch, not by a step. */
const isOfEvaluation = ({ labels }) => labels.split === 'validation';

/**
 * The exporter of one process: its own windows, verdicts and exposition, fed with invented frames. What a scrape finds is
 * what the agent exports of a run, name by name and label by label; only the numbers of its steps are made up.
 */
export class SyntheticRun {
  #exposition = new Exposition();
  #plan;
  #traits;
  #run;
  #step = 0;
  #time;
  #secondsPerStep;

  constructor(index, plan, started) {
    this.#plan = plan;
    this.#traits = traitsOf(index);
    this.#time = started;
    this.#secondsPerStep = 15 / (4 + (index % 4));
    this.name = nameOf(index);
    this.#run = new WatchedRun(
      {
        run: this.name,
        worldSize: 1,
        model: 'classifier',
        optimizer: 'adam',
        backend: 'tensorflow',
        device: 'cpu',
        isAcceleratorUnused: false,
        frameworkVersion: '4.22.0',
        started,
        symptoms: {},
      },
      () => {},
    );
    this.#run.handle({ type: 'layout', run: this.name, layout: plan.layout });
  }

  /** Trains on until that time, in Unix seconds. */
  advance(time) {
    for (; this.#time + this.#secondsPerStep <= time; this.#time += this.#secondsPerStep) {
      const moment = momentOf(this.#traits, ++this.#step, this.#secondsPerStep);
      const sampled = this.#step % SAMPLED_EVERY === 1;
      this.#tell('step', moment, (slot) => !isOfEvaluation(slot) && (sampled || !slot.labels.layer), sampled);
      if (this.#step % EVALUATED_EVERY === 0) this.#tell('evaluation', moment, isOfEvaluation, false);
    }
    this.#run.tick(time);
  }

  /** The text of a scrape. */
  scrape = () => this.#exposition.render([this.#run]);

  #tell(kind, moment, isTold, sampled) {
    const { id, slots } = this.#plan.layout;
    const told = Float64Array.from(slots, (slot) =>
      isTold(slot) ? (values[slot.key]?.(moment, slot.labels) ?? ABSENT) : ABSENT,
    );
    const time = this.#time + this.#secondsPerStep;
    this.#run.observe({ kind, layout: id, step: moment.step, time, sampled, values: told });
  }
}

/** `run-042`. */
export const nameOf = (index) => `run-${String(index).padStart(3, '0')}`;
