import type { VariableLike } from '../statistics/engine.js';
import type { WatchedVariable } from './topology.js';

/** A checkpoint sets them all: so few, spread over the network, tell. */
const PROBES = 4;

/**
 * Whether something other than the optimizer has set the weights that the run trains: a checkpoint that is loaded, an
 * average that is written back. `assign` swaps the data behind a variable, so that one look at a few of them tells.
 */
export class WeightSets {
  private readonly probes: { readonly variable: VariableLike; data: object | undefined }[];

  constructor(variables: readonly WatchedVariable[]) {
    const trained = variables.filter(({ tensor, isLearned }) => isLearned && tensor.trainable);
    const every = Math.max(1, Math.floor((trained.length - 1) / (PROBES - 1)));
    this.probes = trained
      .filter((_, index) => index % every === 0)
      .map(({ tensor }) => ({ variable: tensor, data: undefined }));
  }

  /** A step begins: whether they were set since the last one was over; told once. */
  begin(): boolean {
    let isSet = false;
    for (const probe of this.probes) {
      const { variable, data } = probe;
      if (data === undefined || variable.dataId === data) continue;
      probe.data = variable.dataId;
      isSet = true;
    }
    return isSet;
  }

  /** A step is over, and with it its update. */
  end(): void {
    for (const probe of this.probes) probe.data = probe.variable.dataId;
  }
}
