import type { Engine, VariableLike } from '../statistics/engine.js';
import type { TapeNode } from './taped-loss.js';
import type { WatchedVariable } from './topology.js';

/** A variable that is not the run's to train, and the data it had when it was last looked at. */
interface Part {
  readonly variable: VariableLike;
  data: object | undefined;
}

/** Matrices that are no model: a confusion matrix, a memory. */
const SINGLE = 1;

/**
 * Whether what the run minimizes is itself being changed by something else: the critic of a generator, a target network
 * that is renewed, the weight of a term. Such variables are those that the loss was computed from and that got no
 * gradient; and those of another model that is trained in turn with this one, since what it predicts may come in as
 * data. `assign` swaps the data behind a variable, so that one look at each tells.
 */
export class MovingObjective {
  private parts: readonly Part[] = [];
  private hasMoved = false;

  constructor(private readonly engine: Engine) {}

  /**
   * A step begins: whether something has changed since the last one began; also where this comes to nothing and begins
   * anew. `isTrained` tells whether the run trains a variable.
   */
  begin(isTrained: (name: string) => boolean): boolean {
    for (const part of this.parts) {
      const { variable, data } = part;
      if (variable.dataId === data) continue;
      part.data = variable.dataId;
      if (!isTrained(variable.name)) this.hasMoved = true;
    }
    return this.hasMoved;
  }

  /** A step is over. Running statistics changed while it was fed forward. */
  end(): void {
    this.hasMoved = false;
    for (const part of this.parts) if (!part.variable.trainable) part.data = part.variable.dataId;
  }

  /** Looks for them anew. `tape` is of the forward pass, empty where it was not seen; `variables` are the run's own. */
  look(
    tape: readonly Pick<TapeNode, 'inputs'>[],
    variables: readonly WatchedVariable[],
    isTrained: (name: string) => boolean,
  ): void {
    const all = Object.values(this.engine.registeredVariables);
    const registered = new Set<unknown>(all);
    const own = new Map(variables.map(({ tensor, isLearned }) => [tensor, isLearned]));
    const isOthers = (variable: VariableLike) => {
      const isLearned = own.get(variable);
      // Of the run's own model, what another optimizer trains is trained for the same end.
      return isLearned === undefined ? !isTrained(variable.name) : isLearned && !variable.trainable;
    };
    const before = new Map(this.parts.map(({ variable, data }) => [variable, data]));
    const found = new Set(this.partners(all, own, isTrained));
    for (const { inputs } of tape)
      for (const name in inputs) {
        const input = inputs[name];
        if (registered.has(input) && isOthers(input as VariableLike)) found.add(input as VariableLike);
      }
    // What changed since the step began is seen when the next one begins.
    this.parts = [...found].map((variable) => ({
      variable,
      data: before.get(variable) ?? variable.dataId,
    }));
  }

  /** Matrices of another model; averages and copies of the run's own weights have the shapes of these. */
  private partners(
    all: readonly VariableLike[],
    own: ReadonlyMap<VariableLike, unknown>,
    isTrained: (name: string) => boolean,
  ): readonly VariableLike[] {
    const isOwn = (variable: VariableLike) => own.has(variable) || isTrained(variable.name);
    const others = all.filter(
      (variable) => variable.trainable && variable.shape.length >= 2 && !isOwn(variable),
    );
    if (others.length <= SINGLE) return [];
    const shapes = new Set(all.filter(isOwn).map(({ shape }) => shape.join()));
    const partners = others.filter(({ shape }) => !shapes.has(shape.join()));
    return partners.length > SINGLE ? partners : [];
  }
}
