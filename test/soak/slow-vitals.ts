import { plainMean, slowMean, slowMedian } from './nasty.js';

/** A step as it was measured; by the name of a slot, undefined where not. */
export interface Seen {
  readonly step: number;
  readonly time: number;
  readonly sampled: boolean;
  of(name: string): number | undefined;
}

/** What vitals are by name, computed anew from all that was seen, as their documentation says. */
export interface Slow {
  see(seen: Seen): void;
  told(): Readonly<Record<string, number | undefined>>;
}

const isMeasured = (value: number | undefined): value is number => Number.isFinite(value);

/** A jump that is waited for: after how many losses, from which level, and how far. */
interface Jump {
  readonly at: number;
  readonly level: number;
  readonly height: number;
  readonly isHarmless: boolean;
}
const shareOf = ({ level, height }: Jump, loss: number) => (loss - level) / height;

/** The level of the loss, and its spikes. */
export class SlowLoss implements Slow {
  /** Every finite loss; those of them that are no spike; what the level was after each of these. */
  private readonly all: number[] = [];
  private readonly level: number[] = [];
  private readonly smoothed: number[] = [];
  private best = Number.POSITIVE_INFINITY;
  private first: number[] = [];
  private spikes = 0;
  private out = 0;
  private z: number | undefined;
  /** The gradient's norm of each step, undefined where it was not measured. */
  private readonly norms: (number | undefined)[] = [];
  private awaited: Jump | undefined;
  private lasting: Jump | undefined;
  private isUp = false;

  see({ of }: Seen): void {
    const loss = of('dataLoss');
    const norm = of('gradientNorm');
    this.norms.push(isMeasured(norm) ? norm : undefined);
    if (!isMeasured(loss)) return;
    const isOut = this.jump(loss);
    this.out = isOut ? this.out + 1 : 0;
    if (this.out > 0 && this.out <= 3) return;
    const [begin] = this.first;
    if (this.first.length < 32 && (begin === undefined || begin <= 0 || loss <= 2 * begin))
      this.first.push(loss);
    this.level.push(loss);
    if (this.level.length >= 5) this.smoothed.push(plainMean(this.last(this.width)));
    if (this.level.length >= 20) this.best = Math.min(this.best, this.smoothed.at(-1) ?? this.best);
  }

  /** Whether a loss is more than six standard deviations above the last 128. */
  private jump(loss: number): boolean {
    const before = this.all.slice(-128);
    this.all.push(loss);
    if (before.length < 64) return false;
    const level = plainMean(before);
    const deviation = Math.sqrt(plainMean(before, (each) => (each - level) ** 2));
    const start = Math.abs(this.initial ?? 0);
    const z = (loss - level) / Math.max(deviation, 0.1 * Math.abs(level), 0.1 * start);
    if (!isMeasured(z)) return false;
    this.z = z;
    const isReturned = this.hasReturned(loss);
    const isOut = z > 6 && loss - level > 2.5 * (Math.max(...before) - level);
    if ((isOut && this.isSpike(loss, level, z)) || isReturned) this.spikes++;
    return z > 6;
  }

  /** Whether a jump that was waited for is back by half within three losses, or by most of it at once within 32. */
  private hasReturned(loss: number): boolean {
    const jump = this.awaited;
    const isBack = jump !== undefined && shareOf(jump, loss) < 0.5;
    const isOver = isBack || (jump !== undefined && this.all.length - jump.at >= 3);
    if (isOver) this.awaited = undefined;
    if (isBack && !jump.isHarmless) return true;
    if (isOver && !isBack) {
      if (this.push === undefined) return true;
      this.lasting = jump;
    }
    if (!this.lasting) return false;
    const share = shareOf(this.lasting, loss);
    const hasEnded = this.isUp && share < 0.15;
    this.isUp = share > 0.5;
    if (hasEnded || this.all.length - this.lasting.at > 32) this.lasting = undefined;
    return hasEnded;
  }

  /** At once where an update may have done it: six times as hard as usual, or not known. */
  private isSpike(loss: number, level: number, z: number): boolean {
    const { push } = this;
    if (push === undefined || push > 6) {
      this.awaited = undefined;
      return true;
    }
    const isHarmless = push < 2 && z < 12;
    this.awaited ??= { at: this.all.length, level, height: loss - level, isHarmless };
    return false;
  }

  /** The last two norms against the usual one; not known where many are the same. */
  private get push(): number | undefined {
    const [before, now] = this.norms.slice(-2);
    const known = this.norms.filter((norm) => norm !== undefined);
    const largest = Math.max(...known.slice(-64));
    const isClipped = known.slice(-64).filter((norm) => norm >= 0.999 * largest).length >= 4;
    const past = this.norms.slice(0, -1).filter((norm) => norm !== undefined);
    const usual = past.length < 16 ? undefined : slowMedian(past.slice(-64));
    if (before === undefined || now === undefined || usual === undefined || isClipped) return undefined;
    const push = Math.max(before, now) / usual;
    return Number.isFinite(push) ? push : undefined;
  }

  private get width(): number {
    return Math.min(64, Math.max(5, this.level.length >> 2));
  }

  private last(count: number): number[] {
    return this.level.slice(-count);
  }

  private get initial(): number | undefined {
    return this.level.length < 5
      ? undefined
      : plainMean(this.first.slice(0, Math.max(5, this.level.length >> 3)));
  }

  told(): Record<string, number | undefined> {
    const isLong = this.level.length >= 20;
    const both = this.last(2 * this.width);
    const half = both.length >> 1;
    const [older, newer] = [plainMean(both.slice(0, half)), plainMean(both.slice(half))];
    return {
      lossZscore: this.z,
      lossSpikes: this.spikes,
      lossInitial: this.initial,
      lossSmoothed: this.smoothed.at(-1),
      ...(isLong && { lossBest: this.best, lossRise: (newer - older) / Math.max(Math.abs(older), 1e-7) }),
    };
  }
}

const secondsOf = (spans: readonly (readonly number[])[]): number => spans.flat().reduce((a, b) => a + b, 0);

/** What counts time and tensors, and the penalty's share. */
export class SlowRest implements Slow {
  private readonly durations: number[] = [];
  private readonly ownTimes: number[] = [];
  private ownTime: number | undefined;
  private readonly shares: [number, number][] = [];
  /** Seconds of each step, span by span; the first is the warm-up. */
  private readonly spans: number[][] = [];
  private span: number[] = [];
  private readonly ends: [number, number][] = [];
  private readonly squares: number[] = [];
  private last: number | undefined;

  see({ of, step, time }: Seen): void {
    const [mean, std] = [of('inputMean x'), of('inputStd x')];
    if (isMeasured(mean) && isMeasured(std)) this.squares.push(mean ** 2 + std ** 2);
    // A loop tells of a step after it: what counts is what was known when the next one came.
    if (this.ownTime !== undefined) this.ownTimes.push(this.ownTime);
    this.ownTime = of('stepOwnTime');
    const [penalty, loss] = [of('regularizationLoss'), of('dataLoss')];
    if (isMeasured(penalty) && isMeasured(loss)) this.shares.push([penalty, Math.abs(loss)]);
    const tensors = of('tensors');
    if (tensors !== undefined && step - (this.ends.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY) >= 32)
      this.ends.push([step, tensors]);
    const duration = of('stepDuration');
    if (!isMeasured(duration)) return;
    this.durations.push(duration);
    this.span.push(Math.max(duration, this.last === undefined ? 0 : time - this.last));
    this.last = time;
    if (this.span.length < 8 || (this.spans.length > 0 && secondsOf([this.span]) < 5)) return;
    this.spans.push(this.span);
    this.span = [];
  }

  told(): Record<string, number | undefined> {
    const shares = this.shares.slice(-32);
    const five = this.ends.slice(-5);
    const growths = five.slice(1).map(([step, tensors], index) => {
      const [since = 0, held = 0] = five[index] ?? [];
      return (tensors - held) / (step - since);
    });
    const spans = this.spans.slice(1);
    // Twenty spans are longer than a minute and a half.
    const needed = secondsOf(spans.slice(0, 20)) < 90 ? 20 : 40;
    let recent = 2;
    while (recent < spans.length && secondsOf(spans.slice(-recent)) < needed) recent++;
    const speeds = spans.slice(-1440).map((span) => span.length / secondsOf([span]));
    const past = speeds.slice(0, -recent).sort((a, b) => a - b);
    const ownTimes = this.ownTimes.slice(-33);
    return {
      stepDurationTypical: this.durations.length > 0 ? slowMedian(this.durations.slice(-33)) : undefined,
      stepOwnTimeTypical: ownTimes.length > 0 ? slowMedian(ownTimes) : undefined,
      ...(shares.length === 32 && {
        regularizationShare:
          plainMean(shares.map(([penalty]) => penalty)) / plainMean(shares.map(([, loss]) => loss)),
      }),
      ...(five.length === 5 && { tensorGrowth: Math.min(...growths) }),
      ...(past.length >= 2 && {
        throughput: Math.max(...speeds.slice(-recent)) / (past[Math.floor(0.75 * (past.length - 1))] ?? 0),
      }),
      // To add up the whole history is slow: now and then.
      ...(this.squares.length >= 3 &&
        this.squares.length % 64 === 0 && { 'inputScale x': Math.sqrt(slowMean(this.squares)) }),
    };
  }
}

/** What is known of two layers with a kernel of 10 × 10. */
export class SlowVariables implements Slow {
  private readonly updates: { step: number; ratio: number }[] = [];
  private readonly medians: number[] = [];
  private readonly peaks: { step: number; ratio: number }[] = [];
  private readonly flows: number[] = [];
  private readonly toWeights: number[] = [];
  private readonly pulls: Readonly<Record<string, { step: number; ratio: number }[]>> = { a: [], b: [] };
  private readonly dominances: Readonly<Record<string, { step: number; ratio: number }[]>> = { a: [], b: [] };
  private step = 0;

  see({ of, step, sampled }: Seen): void {
    this.step = step;
    if (!sampled) return;
    const at = (key: string, layer: string) => of(`${key} ${layer} kernel`);
    let [updates, weights] = [0, 0];
    for (const layer of ['a', 'b']) {
      const [ratio, norm] = [at('layerUpdateRatio', layer), at('layerWeightNorm', layer)];
      if (ratio !== undefined && norm !== undefined) {
        updates += (ratio * norm) ** 2;
        weights += Math.max(norm ** 2, 10 / 4);
      }
      const pull = at('layerRegularizationRatio', layer);
      const [pulls, dominances] = [this.pulls[layer], this.dominances[layer]];
      if (pull === undefined || Number.isNaN(pull) || !pulls || !dominances) continue;
      pulls.push({ step, ratio: pull });
      if (pulls.length >= 5)
        dominances.push({ step, ratio: slowMedian(pulls.slice(-5).map(({ ratio: each }) => each)) });
    }
    const ratio = weights === 0 ? undefined : Math.sqrt(updates / weights);
    if (isMeasured(ratio)) {
      this.updates.push({ step, ratio });
      this.medians.push(slowMedian(this.updates.slice(-8).map(({ ratio: each }) => each)));
      const three = this.updates.slice(-3).map(({ ratio: each }) => each);
      if (three.length === 3) this.peaks.push({ step, ratio: plainMean(three) });
    }
    const [early, late] = [at('layerGradientNorm', 'a'), at('layerGradientNorm', 'b')];
    const weight = at('layerWeightNorm', 'a');
    // As root mean squares of 100 elements: the least there is has none.
    if (!isMeasured(early) || !isMeasured(late) || !(late / 10 > 0) || !isMeasured(weight)) return;
    this.flows.push(early / late);
    if (weight > 0) this.toWeights.push(early / weight);
  }

  /** The largest since so many steps before a step. */
  private peak(list: readonly { step: number; ratio: number }[], at: number): number | undefined {
    const recent = list.slice(-513).filter(({ step }) => step >= at - 512);
    return recent.length === 0 ? undefined : Math.max(...recent.map(({ ratio }) => ratio));
  }

  private usual(ratios: readonly number[]): number {
    const most = 4 * slowMedian(ratios);
    return plainMean(most > 0 ? ratios.map((ratio) => Math.min(ratio, most)) : ratios);
  }

  told(): Record<string, number | undefined> {
    const dominance = (layer: string) => {
      const list = this.dominances[layer] ?? [];
      return this.peak(list, list.at(-1)?.step ?? 0);
    };
    return {
      ...(this.medians.length > 0 && {
        updateRatio: this.medians.at(-1),
        updateRatioMean: this.usual(this.medians.slice(-64)),
      }),
      ...(this.peaks.length > 0 && { updateRatioPeak: this.peak(this.peaks, this.step) }),
      ...(this.flows.length >= 3 && { 'gradientFlow a': slowMedian(this.flows.slice(-5)) }),
      ...(this.flows.length >= 3 &&
        this.toWeights.length >= 3 && { 'gradientToWeight a': slowMedian(this.toWeights.slice(-5)) }),
      'regularizationDominance a kernel': dominance('a'),
      'regularizationDominance b kernel': dominance('b'),
    };
  }
}
