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
const TAKES_LOGITS = /^(softmaxCrossEntropy|logSoftmax)/;

/**
 * What the tape of a forward pass says of the loss: the cross-entropies of tfjs are told by what they are computed from
 * (tfjs-core 4.22, `tf.losses`; tfjs-layers 4.22, `tf.metrics`, which divides by the sum of a row, or takes a logit, of
 * what it clips first). Nothing of it is read from the device.
 */
export function misfitsOf(tape: readonly TapeNode[], variables: readonly WatchedVariable[]): Misfit[] {
  const graph = new Graph(tape);
  const layers = new Map(variables.map(({ tensor, layer }) => [tensor.id, layer]));
  const found: Misfit[] = [];
  const find = (of: Taped | undefined, reason: string) => {
    const layer = of && graph.nearest(of, layers);
    if (layer !== undefined && !found.some((other) => other.layer === layer)) found.push({ layer, reason });
  };
  for (const node of tape) {
    const logits = graph.logitsOf(node);
    const squash = logits && SQUASHES[graph.maker(logits)?.kernelName ?? ''];
    if (squash) find(logits, `a ${squash} before a loss that takes logits`);
    if (node.kernelName !== 'ClipByValue') continue;
    const clipped = node.inputs.x;
    if (!clipped) continue;
    const shares = graph.shareOf(clipped);
    if (shares && graph.isLinear(shares)) find(shares, 'rows of the output do not sum to 1: no softmax');
    else if (graph.isLinear(clipped) && graph.isMadeALogit(node))
      find(clipped, 'outputs lie outside 0..1: no sigmoid');
  }
  return found;
}

/** Which kernel made what, and which ones took it. */
class Graph {
  private readonly makers = new Map<number, TapeNode>();
  private readonly takers = new Map<number, TapeNode[]>();

  constructor(tape: readonly TapeNode[]) {
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
  logitsOf({ kernelName, inputs }: TapeNode): Taped | undefined {
    if (TAKES_LOGITS.test(kernelName)) return Object.values(inputs).at(-1);
    const x = kernelName === 'Abs' ? inputs.x : undefined;
    return x && this.isTakenBy(x, 'Relu') && this.isTakenBy(x, 'Multiply') ? x : undefined;
  }

  /** What this is the share of, where it was divided by a sum of itself. */
  shareOf(x: Taped): Taped | undefined {
    const node = this.maker(x);
    const { a, b } = node?.kernelName === 'RealDiv' ? node.inputs : {};
    const sum = b && this.maker(b);
    return a && sum?.kernelName === 'Sum' && sum.inputs.x?.id === a.id ? a : undefined;
  }

  /** Whether log(y/(1 − y)) is taken of what a node makes. */
  isMadeALogit({ outputs: [y] }: TapeNode): boolean {
    return y !== undefined && this.isTakenBy(y, 'Sub') && this.isTakenBy(y, 'RealDiv');
  }

  isLinear(x: Taped): boolean {
    const node = this.maker(x);
    if (!node) return false;
    const isBiased = node.kernelName === 'Add';
    const parts = isBiased ? Object.values(node.inputs).map((input) => this.maker(input)) : [node];
    return parts.some((part) => part !== undefined && LINEAR.test(part.kernelName));
  }

  /** The layer of the variable that is the fewest kernels away. */
  nearest(x: Taped, layers: ReadonlyMap<number, string>): string | undefined {
    const seen = new Set([x.id]);
    for (let now = [x]; now.length > 0; ) {
      for (const { id } of now) if (layers.has(id)) return layers.get(id);
      now = now
        .flatMap(({ id }) => Object.values(this.makers.get(id)?.inputs ?? {}))
        .filter(({ id }) => !seen.has(id) && seen.add(id));
    }
    return undefined;
  }

  private isTakenBy({ id }: Taped, kernel: string): boolean {
    return this.takers.get(id)?.some(({ kernelName }) => kernelName === kernel) === true;
  }
}
