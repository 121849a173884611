/** How much of the agent's own time is spent before the budget rules, in milliseconds. */
export const OPENING_ALLOWANCE_MS = 2000;
/** However small the budget, every statistic is measured at least each so many steps. */
export const LONGEST_INTERVAL = 1024;

/** The measured step lies within so many of its interval; the golden ratio spreads them evenly. */
const SPREAD = 4;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Decides in which steps every statistic is measured: each `every` steps where the user said so, else as often as the
 * budget allows. The agent's own time is what it measured of itself; the first steps decide the most and a short run
 * has no long run to spread cost over, so an allowance is spent before the budget rules. Of each interval another step is
 * measured: at a fixed distance of 2 a loop that trains two networks in turn would show the same one for ever.
 */
export class Schedule {
  private spent = 0;
  private sinceSample = Number.POSITIVE_INFINITY;
  private sampleCost = new RecentMean();
  private cheapCost = new RecentMean();
  private stepTime = new RecentMean();
  private span = 1;
  private samples = 0;

  constructor(
    private readonly budget: number,
    private readonly every: number | undefined,
    private readonly allowance = OPENING_ALLOWANCE_MS,
  ) {}

  /** Whether the step that begins now measures every statistic. */
  begin(): boolean {
    this.sinceSample++;
    this.span = this.every ?? (this.spent < this.allowance ? 1 : this.affordable());
    if (this.sinceSample < this.span + this.shift(this.samples) - this.shift(this.samples - 1)) return false;
    this.sinceSample = 0;
    this.samples++;
    return true;
  }

  /** What the step cost the agent, and how long it took without the agent, in milliseconds. */
  end(sampled: boolean, cost: number, stepTime: number | undefined): void {
    this.spent += cost;
    (sampled ? this.sampleCost : this.cheapCost).add(cost);
    if (stepTime !== undefined) this.stepTime.add(stepTime);
  }

  /** Steps between two measurements of every statistic. */
  get interval(): number {
    return this.span;
  }

  /** The agent's time over step time, of recent steps at the present interval; undefined before the first step. */
  get overhead(): number | undefined {
    const [step, sample] = [this.stepTime.mean, this.sampleCost.mean];
    if (step === undefined || sample === undefined || step <= 0) return undefined;
    const cheap = this.cheapCost.mean ?? sample;
    return (sample + cheap * (this.span - 1)) / this.span / step;
  }

  /** The agent's share of step time over the budget, once the budget rules; undefined where the interval is given. */
  get budgetShare(): number | undefined {
    const { overhead } = this;
    if (this.every !== undefined || this.spent < this.allowance || overhead === undefined) return undefined;
    return overhead / this.budget;
  }

  /** How far into its interval the n-th measured step lies. */
  private shift(sample: number): number {
    return sample < 1 ? 0 : Math.floor(((sample * GOLDEN) % 1) * Math.min(this.span, SPREAD));
  }

  /** Smallest interval n for which (sample + (n − 1)·cheap) / n stays under budget · step time. */
  private affordable(): number {
    const [step, sample] = [this.stepTime.mean, this.sampleCost.mean];
    if (step === undefined || sample === undefined) return 1;
    // A measured step does what a cheap one does, and more. A cheap one that seems to cost as much was an outlier (the
    // first ones are not compiled yet), and it would never be put right: with an interval of 1 there are no others.
    const cheap = Math.min(this.cheapCost.mean ?? 0, sample / 2);
    // Where the cheap statistics alone fill the budget, a quarter of it more is spent on the others.
    const room = Math.max(this.budget * step - cheap, (this.budget * step) / 4);
    if (room <= 0) return LONGEST_INTERVAL;
    return Math.min(LONGEST_INTERVAL, Math.max(1, Math.ceil((sample - cheap) / room)));
  }
}

/** Mean of recent values that follows a tenfold change within some 30 values; outliers count at most thrice the mean. */
export class RecentMean {
  private value: number | undefined;
  private count = 0;

  add(x: number): void {
    if (this.value === undefined) {
      this.value = x;
      this.count = 1;
      return;
    }
    this.count = Math.min(this.count + 1, 16);
    this.value += (Math.min(x, 3 * this.value + 0.01) - this.value) / this.count;
  }

  get mean(): number | undefined {
    return this.value;
  }
}
