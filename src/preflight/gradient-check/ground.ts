import type { Bench } from '../check.js';
import { fewOf } from './batches.js';
import { LossSurface } from './loss-surface.js';
import { noiseOf } from './noise.js';
import { type Place, placesOf } from './starting-point.js';

/** Equal weights on equal data may give losses that differ by so much of them: a GPU adds in any order. */
const REPEATABLE = 1e-5;

export const TOO_SLOW =
  'No direction could be compared in the time: give it more, in seconds, or a faster backend.';

/** A trained variable with its gradient where it is checked. */
export interface Slope {
  readonly place: Place;
  readonly gradient: Float32Array;
}

/** What is known where the gradients are checked: some examples, and weights near the caller's. */
export interface Ground {
  readonly surface: LossSurface;
  readonly examples: number;
  /** The loss there, and the standard deviation of its rounding. */
  readonly loss: number;
  readonly noise: number;
  readonly slopes: readonly Slope[];
}

/** The places where gradients are checked, each of other examples and other noise on the weights. */
export class Grounds {
  private readonly disposals: (() => void)[] = [];
  private again: Promise<readonly Ground[]> | undefined;

  constructor(
    private readonly bench: Pick<Bench, 'model' | 'small' | 'clock'>,
    private readonly random: () => number,
  ) {}

  /** Those where a disagreement must show as well; made once it is needed. */
  others(): Promise<readonly Ground[]> {
    this.again ??= this.twoOthers();
    return this.again;
  }

  /** A text says why there is none. */
  async ground(turn: number): Promise<Ground | string> {
    const { model, small, clock } = this.bench;
    const batch = fewOf(model, small, turn);
    const surface = new LossSurface(model, batch);
    this.disposals.push(batch.dispose, () => surface.dispose());
    const [once, again] = [await surface.at(), await surface.at()];
    if (!Number.isFinite(once)) return `Differences tell nothing of a loss that is ${once}.`;
    if (Math.abs(once - again) > REPEATABLE * Math.max(Math.abs(once), Math.abs(again)))
      return `The loss of the same weights on the same batch is ${once} once and ${again} again: differences tell nothing where it is random; let layers with noise be still where they are called without training.`;
    const places = await this.placesOn(surface);
    await clock.pause('measures the rounding of the loss');
    const noise = await noiseOf(surface, places, this.random, () => clock.isOver());
    if (clock.isOver()) return TOO_SLOW;
    const gradients = await surface.gradients();
    const slopes = places.flatMap((place, index) => {
      const gradient = gradients[index];
      return gradient ? [{ place, gradient }] : [];
    });
    if (slopes.length === 0) return 'No trained variable receives a gradient.';
    return { surface, examples: batch.size, loss: await surface.at(), noise, slopes };
  }

  dispose(): void {
    for (const dispose of this.disposals.splice(0)) dispose();
  }

  /** One after the other: they draw from the same random numbers. */
  private async twoOthers(): Promise<readonly Ground[]> {
    const grounds = [await this.ground(1), await this.ground(2)];
    return grounds.filter((ground) => typeof ground !== 'string');
  }

  /** Weights with noise, unless that leads out of where the loss is defined, as under a root. */
  private async placesOn(surface: LossSurface): Promise<readonly Place[]> {
    const { trained } = this.bench.model;
    const gradients = await surface.gradients();
    const originals = await Promise.all(trained.map(({ weight }) => weight.val.data()));
    const starts = trained.map((stand, index) => ({
      stand,
      original: Float32Array.from(originals[index] ?? []),
      gradient: gradients[index],
    }));
    const places = placesOf(starts, this.random);
    surface.rebase(places);
    if (Number.isFinite(await surface.at())) return places;
    const plain = places.map((place) => ({ ...place, values: place.original }));
    surface.rebase(plain);
    return plain;
  }
}
