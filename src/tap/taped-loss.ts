import type { WatchedVariable } from './topology.js';

/** What tfjs records of a kernel while something is differentiated (tfjs-core 4.22, tape.ts `TapeNode`). */
export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Taped>>;
  readonly outputs: readonly Taped[];
}

/** A tensor as the tape has it. */
interface Taped {
  readonly id: number;
}

/** A loss that was computed from something that it does not take. */
export interface Misfit {
  readonly layer: string;
  readonly reason: string;
}

/** Kernels that hand on what they get; under its own name, an operation does so with its arguments first. */
const PASSES = /^(Identity|Cast|Reshape|unnamed scope)$|__op$/;
/** Makes probabilities of logits. */
const SQUASHES: Readonly<Record<string, string>> = { Softmax: 'softmax', Sigmoid: 'sigmoid' };
/** What a layer without an activation ends in, but for its bias. */
const LINEAR = /^(BatchMatMul|Conv2D|fused(MatMul|Conv2d)__op)$/;
/** Operations with a gradient of their own are one node, under their name; logits are the last of their arguments. */
const TAKES_LOGITS = /^(softmaxCrossEntropy|logSoftmax)__op$/;

/**
 * What the tape of a forward pass says of the loss: the cross-entropies of tfjs are told by what they are computed from
 * (tfjs-core 4.22, `tf.losses`; tfjs-layers 4.22, `tf.metrics`, which divides by the sum of a row, or takes a logit, of
 * what it clips first). Nothing of it is read from the device.
 */
export function misfitsOf(tape: readonly TapeNode[], variables: readonly WatchedVariable[]): Misfit[] {
  const layers = new Map(variables.map(({ tensor, layer }) => [tensor.id, layer]));
  const graph = new Graph(tape, layers);
  const found: Misfit[] = [];
  const find = (of: Taped | undefined, reason: string) => {
    const layer = of && graph.nearest(of);
    if (layer !== undefined && !found.some((other) => other.layer === layer)) found.push({ layer, reason });
  };
  for (const node of tape) {
    const logits = graph.logitsOf(node);
    const squash = logits && SQUASHES[graph.maker(logits)?.kernelName ?? ''];
    if (squash) find(logits, `a ${squash} before a loss that takes logits`);
    const clipped = node.kernelName === 'ClipByValue' ? node.inputs.x : undefined;
    const [output] = node.outputs;
    if (!clipped || !output) continue;
    const shares = graph.taker(output, 'Log') && graph.shareOf(clipped);
    if (shares && graph.isLinear(shares)) find(shares, 'rows of the output do not sum to 1: no softmax');
    else if (graph.isLinear(clipped) && graph.isMadeALogit(output))
      find(clipped, 'outputs lie outside 0..1: no sigmoid');
  }
  return found;
}

/** Which kernel made what, and which ones took it. */
class Graph {
  private readonly makers = new Map<number, TapeNode>();
  private readonly takers = new Map<number, TapeNode[]>();

  /** `layers`: those of the run's variables. */
  constructor(
    tape: readonly TapeNode[],
    private readonly layers: ReadonlyMap<number, string>,
  ) {
    for (const node of tape) {
      for (const { id } of node.outputs) this.makers.set(id, node);
      for (const { id } of Object.values(node.inputs)) {
        const takers = this.takers.get(id);
        if (takers) takers.push(node);
        else this.takers.set(id, [node]);
      }
    }
  }

  /** The kernel that made a tensor, or what it was handed on from. */
  maker({ id }: Taped): TapeNode | undefined {
    let node = this.makers.get(id);
    while (node?.inputs.x && PASSES.test(node.kernelName)) {
      const handed = this.makers.get(node.inputs.x.id);
      if (!handed) break;
      node = handed;
    }
    return node;
  }

  /** What a node takes for logits: `tf.losses.sigmoidCrossEntropy` has no name of its own, but a form. */
  logitsOf({ kernelName, inputs, outputs }: TapeNode): Taped | undefined {
    if (TAKES_LOGITS.test(kernelName)) return Object.values(inputs).at(-1);
    const x = kernelName === 'Abs' ? inputs.x : undefined;
    const [size] = outputs;
    const [minus] = (size && this.taker(size, 'Neg')?.outputs) ?? [];
    const isForm =
      minus && this.taker(minus, 'Exp') && x && this.taker(x, 'Relu') && this.taker(x, 'Multiply');
    return isForm ? x : undefined;
  }

  /** What this is the share of, where it was divided by a sum of itself. */
  shareOf(x: Taped): Taped | undefined {
    const node = this.maker(x);
    const { a, b } = node?.kernelName === 'RealDiv' ? node.inputs : {};
    const sum = b && this.maker(b);
    return a && sum?.kernelName === 'Sum' && sum.inputs.x?.id === a.id ? a : undefined;
  }

  /** Whether log(y/(1 − y)) is taken of it. */
  isMadeALogit(y: Taped): boolean {
    const quotient = this.taker(y, 'RealDiv');
    const { a, b } = quotient?.inputs ?? {};
    const rest = b && this.maker(b);
    const isOdds = a?.id === y.id && rest?.kernelName === 'Sub' && rest.inputs.b?.id === y.id;
    const [odds] = quotient?.outputs ?? [];
    return isOdds && odds !== undefined && this.taker(odds, 'Log') !== undefined;
  }

  /** Whether it is what a layer of the run gives without an activation: inputs times its weights, plus its bias. */
  isLinear(x: Taped): boolean {
    const node = this.maker(x);
    if (node?.kernelName !== 'Add') return this.isWeighted(node);
    const { a, b } = node.inputs;
    if (!a || !b) return false;
    return (
      (this.isWeighted(this.maker(a)) && this.isVariable(b)) ||
      (this.isWeighted(this.maker(b)) && this.isVariable(a))
    );
  }

  private isWeighted(node: TapeNode | undefined): boolean {
    if (!node || !LINEAR.test(node.kernelName)) return false;
    return Object.values(node.inputs).some((input) => this.isVariable(input));
  }

  /** Whether it is a variable of the run, perhaps in another shape. */
  private isVariable({ id }: Taped): boolean {
    for (let now: Taped | undefined = { id }; now; ) {
      if (this.layers.has(now.id)) return true;
      const node: TapeNode | undefined = this.makers.get(now.id);
      now =
        node && (PASSES.test(node.kernelName) || node.kernelName === 'Transpose') ? node.inputs.x : undefined;
    }
    return false;
  }

  /** The layer of the variable that is the fewest kernels away. */
  nearest(x: Taped): string | undefined {
    const seen = new Set([x.id]);
    for (let now = [x]; now.length > 0; ) {
      for (const { id } of now) if (this.layers.has(id)) return this.layers.get(id);
      now = now
        .flatMap(({ id }) => Object.values(this.makers.get(id)?.inputs ?? {}))
        .filter(({ id }) => !seen.has(id) && seen.add(id));
    }
    return undefined;
  }

  /** A kernel of this name that took it. */
  taker({ id }: Taped, kernel: string): TapeNode | undefined {
    return this.takers.get(id)?.find(({ kernelName }) => kernelName === kernel);
  }
}
