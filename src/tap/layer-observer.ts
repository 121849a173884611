import type { Schedule } from '../schedule.js';
import type { SeriesKey } from '../series.js';
import { measureActivation } from '../statistics/activations.js';
import type { Engine, TensorLike } from '../statistics/engine.js';
import { StuckUnits } from '../statistics/stuck-units.js';
import type { OpenStep } from './open-step.js';
import type { NonfinitePlace } from './plan.js';
import type { WatchedLayer } from './topology.js';

/** What layers give for the examples of a step, and which of their units never move. */
export class LayerObserver {
  private readonly stuck = new Map<WatchedLayer, StuckUnits>();

  constructor(
    private readonly engine: Engine,
    private readonly schedule: Schedule,
    private readonly bad: (where: NonfinitePlace, values: number) => void,
  ) {}

  /** The output of a layer; of several in one step of a hand-written loop the first. */
  observe(step: OpenStep, layer: WatchedLayer, output: TensorLike, isLoop: boolean): void {
    const { pack, draft, seen } = step;
    if (isLoop && seen.has(layer)) return;
    seen.add(layer);
    if (output.dtype !== 'float32' || output.size === 0) return;
    const set = (key: SeriesKey) => (value: number) => draft.set(key, value, layer.name);
    measureActivation(
      pack,
      output,
      this.unitsOf(layer),
      {
        mean: set('layerActivationMean'),
        std: set('layerActivationStd'),
        zeroRatio: set('layerActivationZeroRatio'),
        railRatio: set('layerActivationRailRatio'),
        stuckShare: set(layer.rails === 'relu' ? 'layerDeadUnits' : 'layerSaturatedUnits'),
        nonfinite: () => this.bad('activation', 1),
      },
      this.schedule.interval,
    );
  }

  dispose(): void {
    for (const units of this.stuck.values()) units.dispose();
    this.stuck.clear();
  }

  /** The counters of a layer's units, where the layer has rails. */
  private unitsOf(layer: WatchedLayer): StuckUnits | undefined {
    if (!layer.rails) return undefined;
    const units = this.stuck.get(layer) ?? new StuckUnits(this.engine, layer.rails);
    this.stuck.set(layer, units);
    return units;
  }
}
