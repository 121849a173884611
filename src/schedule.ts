/** How much of the agent's own time is spent before the budget rules, in milliseconds. */
export const OPENING_ALLOWANCE_MS = 2000;
/** However small the budget, every statistic is measured at least each so many steps. */
export const LONGEST_INTERVAL = 1024;

/** However dear the norm of the gradient, it is taken at least each so many steps. */
export const LONGEST_NORM_INTERVAL = 16;
/** In so many steps after a loss that doubled it is taken in each, */
const WATCHFUL = 16;
/** at most once in so many. */
const CALM = 128;

/**
 * What is measured in a step: every statistic; the loss and the norm of the whole gradient; or the loss alone, where it
 * is seen: weights that a gradient made NaN, and that the next step uses, are in the loss one step later.
 */
export type Depth = 'everything' | 'gradient' | 'loss';

/** The measured step lies within so many of its interval; the golden ratio spreads them evenly. */
const SPREAD = 4;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Decides in which steps every statistic is measured: each `every` steps where the user said so, else as often as the
 * budget allows. The agent's own time is what it measured of itself; the first steps decide the most and a short run
 * has no long run to spread cost over, so an allowance is spent before the budget rules. Of each interval another step is
 * measured: at a fixed distance of 2 a loop that trains two networks in turn would show the same one for ever.
 *
 * Where the norm of the gradient in every step would take more than half the budget, it is spaced too.
 */
export class Schedule {
  private spent = 0;
  private sinceSample = Number.POSITIVE_INFINITY;
  /** Of a step of each depth, in milliseconds. */
  private readonly costs: Readonly<Record<Depth, RecentMean>> = {
    everything: new RecentMean(),
    gradient: new RecentMean(),
    loss: new RecentMean(),
  };
  private usualLoss: number | undefined;
  private sinceNorm = 0;
  private norms = 0;
  /** Share of the gradient's norms among the steps in which not everything is measured. */
  private normShare = 1;
  /** Steps that are still looked at closely; below 0, steps since then. */
  private watchful = -CALM - 1;
  private stepTime = new RecentMean();
  private span = 1;
  private samples = 0;

  constructor(
    private readonly budget: number,
    private readonly every: number | undefined,
    private readonly allowance = OPENING_ALLOWANCE_MS,
  ) {}

  /** What the step that begins now measures. */
  begin(): Depth {
    this.sinceSample++;
    this.sinceNorm++;
    this.watchful--;
    this.span = this.isFree ? (this.every ?? 1) : this.affordable();
    if (this.sinceSample >= this.span + this.shift(this.samples) - this.shift(this.samples - 1)) {
      this.sinceSample = 0;
      this.samples++;
      this.sinceNorm = 0;
      return 'everything';
    }
    // Another step each time here too: a loop that trains two networks in turn would show the same one for ever.
    const n = this.normInterval;
    const due = n + this.shift(this.norms, n) - this.shift(this.norms - 1, n);
    if (this.sinceNorm < due && this.watchful < 0) return 'loss';
    this.sinceNorm = 0;
    this.norms++;
    return 'gradient';
  }

  /** What the step cost the agent, and how long it took without the agent, in milliseconds; its loss. */
  end(depth: Depth, cost: number, stepTime: number | undefined, loss?: number): void {
    this.spent += cost;
    this.costs[depth].add(cost);
    if (depth !== 'everything') this.normShare += (Number(depth === 'gradient') - this.normShare) / 64;
    if (stepTime !== undefined) this.stepTime.add(stepTime);
    if (loss !== undefined) this.look(loss);
  }

  /** A loss that is suddenly twice what it was is looked at closely: the next gradients may tell why. */
  private look(loss: number): void {
    const usual = this.usualLoss ?? loss;
    if (!(loss - usual <= Math.abs(usual)) && this.watchful < -CALM) this.watchful = WATCHFUL;
    if (Number.isFinite(loss)) this.usualLoss = usual + (loss - usual) / 16;
  }

  /** Whether no budget rules: the user said how often, or the allowance is not spent. */
  private get isFree(): boolean {
    return this.every !== undefined || this.spent < this.allowance;
  }

  /** Steps between two measurements of every statistic. */
  get interval(): number {
    return this.span;
  }

  /** The agent's time over step time, of recent steps at the present interval; undefined before the first step. */
  get overhead(): number | undefined {
    const [step, sample] = [this.stepTime.mean, this.costs.everything.mean];
    if (step === undefined || sample === undefined || step <= 0) return undefined;
    const cheap = this.costs.gradient.mean === undefined ? sample : this.between;
    return (sample + cheap * (this.span - 1)) / this.span / step;
  }

  /** The agent's share of step time over the budget, once the budget rules; undefined where the interval is given. */
  get budgetShare(): number | undefined {
    const { overhead } = this;
    if (this.isFree || overhead === undefined) return undefined;
    return overhead / this.budget;
  }

  /** How far into its interval the n-th measured step lies. */
  private shift(sample: number, interval = this.span): number {
    return sample < 1 ? 0 : Math.floor(((sample * GOLDEN) % 1) * Math.min(interval, SPREAD));
  }

  /** Smallest interval n for which (sample + (n − 1)·cheap) / n stays under budget · step time. */
  private affordable(): number {
    const [step, sample] = [this.stepTime.mean, this.costs.everything.mean];
    if (step === undefined || sample === undefined) return 1;
    // A measured step does what a cheap one does, and more. A cheap one that seems to cost as much was an outlier (the
    // first ones are not compiled yet), and it would never be put right: with an interval of 1 there are no others.
    const cheap = Math.min(this.between, sample / 2);
    // Where the cheap statistics alone fill the budget, a quarter of it more is spent on the others.
    const room = Math.max(this.budget * step - cheap, (this.budget * step) / 4);
    if (room <= 0) return LONGEST_INTERVAL;
    return Math.min(LONGEST_INTERVAL, Math.max(1, Math.ceil((sample - cheap) / room)));
  }

  /** Steps between two norms of the gradient: 1 where they cost half the budget at most. */
  private get normInterval(): number {
    const [step, cheap] = [this.stepTime.mean, this.costs.gradient.mean];
    if (this.isFree || step === undefined || cheap === undefined) return 1;
    const budget = this.budget * step;
    if (cheap <= budget / 2) return 1;
    // What a step without it costs, is only known when there was one.
    const lean = Math.min(this.costs.loss.mean ?? cheap / 2, cheap);
    const room = Math.max((budget - lean) / 2, budget / 8);
    return Math.min(LONGEST_NORM_INTERVAL, Math.max(1, Math.ceil((cheap - lean) / room)));
  }

  /** What a step costs in which not everything is measured, on average. */
  private get between(): number {
    const cheap = this.costs.gradient.mean ?? 0;
    return cheap * this.normShare + (this.costs.loss.mean ?? cheap) * (1 - this.normShare);
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
