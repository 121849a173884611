/** Seconds between two moments, as between two scrapes. */
const INTERVAL = 15;
/** Moments that may wait to be fetched. */
const WAITING = 48;

/** The past of a run, made ahead of the scrapes that fetch it: none waits for it, and none times out. */
export class Past {
  #run;
  #time;
  #made = [];
  #isOver = false;

  constructor(run, start) {
    this.#run = run;
    this.#time = start;
  }

  /** Whether the run was found in the present. */
  get isOver() {
    return this.#isOver;
  }

  /** Makes the next moment where there is one and not too many wait; whether it did. */
  async make(now) {
    if (this.#isOver || this.#made.length >= WAITING || this.#time + INTERVAL > now) return false;
    this.#time += INTERVAL;
    this.#run.advance(this.#time);
    this.#made.push(stamped(await this.#run.scrape(), this.#time));
    return true;
  }

  /** What was made since; the past is over when that reaches the present. */
  take(now) {
    this.#isOver = now - this.#time < 2 * INTERVAL;
    return this.#made.splice(0).join('');
  }
}

/** The samples of a scrape at a time of the past: https://prometheus.io/docs/instrumenting/exposition_formats/ */
function stamped(text, time) {
  const end = ` ${Math.round(1000 * time)}\n`;
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line + end)
    .join('');
}
