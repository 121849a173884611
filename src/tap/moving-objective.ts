import type { Engine, VariableLike } from '../statistics/engine.js';
import type { WatchedVariable } from './topology.js';

/** What tfjs records of a kernel while something is differentiated (tfjs-core 4.22, tape.ts `TapeNode`). */
interface TapeNode {
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A variable that is not the run's to train, and the data it had when the last step was over. */
interface Part {
  readonly variable: VariableLike;
  data: object | undefined;
}

/**
 * Whether what the run minimizes is itself being changed by something else: the critic of a generator, a target network
 * that is renewed, the weight of a term. Such variables are those that the loss was computed from and that got no
 * gradient; and those of another model that is trained in turn with this one, since what it predicts may come in as
 * data. `assign` swaps the data behind a variable, so that one look at each tells.
 */
export class MovingObjective {
  private parts: readonly Part[] = [];

  constructor(private readonly engine: Engine) {}

  /** Whether something has changed since the last step was over; asked before the next one is fed forward. */
  hasMoved(isTrained: (name: string) => boolean): boolean {
    for (const { variable, data } of this.parts)
      if (variable.dataId !== data && !isTrained(variable.name)) return true;
    return false;
  }

  /** A step is over. */
  remember(): void {
    for (const part of this.parts) part.data = part.variable.dataId;
  }

  /**
   * Looks for them anew. `tape` is of the forward pass, where it was seen; `variables` are the run's own, and `isTrained`
   * tells whether it trains one; `isEachStep` whether each step is remembered, so that running statistics, which change while a step is fed
   * forward, are the same at the beginning of the next one.
   */
  look(
    tape: object | undefined,
    variables: readonly WatchedVariable[],
    isTrained: (name: string) => boolean,
    isEachStep: boolean,
  ): void {
    const found = new Set<VariableLike>();
    const own = new Map(variables.map(({ tensor, isLearned }) => [tensor, isLearned]));
    for (const { inputs } of Array.isArray(tape) ? (tape as readonly TapeNode[]) : [])
      for (const name in inputs) {
        const input = inputs[name];
        if (!this.isVariable(input) || isTrained(input.name)) continue;
        if (own.get(input) ?? (isEachStep || input.trainable)) found.add(input);
      }
    for (const partner of this.partners(own, isTrained)) found.add(partner);
    this.parts = [...found].map((variable) => ({ variable, data: variable.dataId }));
  }

  /** Matrices of other models; an average or a copy of the run's own weights is none. */
  private partners(
    own: ReadonlyMap<VariableLike, unknown>,
    isTrained: (name: string) => boolean,
  ): VariableLike[] {
    const others = Object.values(this.engine.registeredVariables).filter(
      (variable) =>
        variable.trainable && variable.shape.length >= 2 && !own.has(variable) && !isTrained(variable.name),
    );
    if (others.length === 0) return [];
    const shapes = Array.from(own.keys(), ({ shape }) => shape.join());
    return others.filter(({ shape }) => {
      const twin = shapes.indexOf(shape.join());
      if (twin >= 0) shapes.splice(twin, 1);
      return twin < 0;
    });
  }

  private isVariable(input: unknown): input is VariableLike {
    if (typeof input !== 'object' || input === null || !('trainable' in input) || !('name' in input))
      return false;
    return typeof input.name === 'string' && this.engine.registeredVariables[input.name] === input;
  }
}
