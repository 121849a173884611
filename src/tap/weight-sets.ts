import type { VariableLike } from '../statistics/engine.js';
import type { WatchedVariable } from './topology.js';

/** A checkpoint sets all weights, a new head its own alone: at most so many, spread over the network, tell. */
const PROBES = 4;

/**
 * Whether something other than the optimizer has set all the weights that the run trains: a checkpoint that is loaded,
 * an average that is written back. `assign` swaps the data behind a variable, so that one look at a few of them tells.
 */
export class WeightSets {
  private readonly probes: { readonly variable: VariableLike; data: object | undefined }[];

  constructor(variables: readonly WatchedVariable[]) {
    const trained = variables.filter(({ tensor, isLearned }) => isLearned && tensor.trainable);
    const every = Math.max(1, Math.ceil((trained.length - 1) / (PROBES - 1)));
    this.probes = trained
      .filter((_, index) => index % every === 0)
      .map(({ tensor }) => ({ variable: tensor, data: undefined }));
  }

  /** Takes the place of another one: what it noted at the end of the last step goes on. */
  goOnFrom(before: WeightSets): void {
    for (const probe of this.probes)
      probe.data = before.probes.find(({ variable }) => variable === probe.variable)?.data;
  }

  /** A step begins: whether all were set since the last one was over; told once. */
  begin(): boolean {
    let isSet = this.probes.length > 0;
    for (const { variable, data } of this.probes)
      if (data === undefined || variable.dataId === data) isSet = false;
    if (isSet) this.end();
    return isSet;
  }

  /** A step is over, and with it its update. */
  end(): void {
    for (const probe of this.probes) probe.data = probe.variable.dataId;
  }
}
