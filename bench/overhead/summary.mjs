import { median, medianInterval } from '../numbers.mjs';

/** The variants of a subject against the bare one of the same rounds. */
export function summarize([bare, ...others]) {
  return {
    bareMs: median(bare.blocks.map(({ wall }) => wall)),
    variants: others.map(({ name, blocks, agent, isSpent }) => ({
      variant: name,
      wall: compared(blocks, bare.blocks, 'wall'),
      cpu: blocks[0].cpu === undefined ? null : compared(blocks, bare.blocks, 'cpu'),
      agentSays: agent?.ratio ?? null,
      intervalSteps: agent?.interval ?? null,
      ...(isSpent !== undefined && { isOpeningSpent: isSpent }),
    })),
  };
}

/**
 * `ratio` is the median of the rounds, with its interval: noise of a single round does not move it, nor does a step that
 * is rarely measured in full. `total` is all time over all bare time, and `addedMs` the mean a step: both contain those.
 * `medianAddedMs` is again the median of the rounds.
 */
function compared(blocks, bare, clock) {
  const ratios = blocks.map((block, round) => block[clock] / bare[round][clock]);
  const sum = (all) => all.reduce((total, block) => total + block[clock], 0);
  const [from, to] = medianInterval(ratios);
  return {
    ratio: median(ratios),
    from,
    to,
    total: sum(blocks) / sum(bare),
    addedMs: (sum(blocks) - sum(bare)) / bare.length,
    medianAddedMs: median(blocks.map((block, round) => block[clock] - bare[round][clock])),
  };
}

/**
 * What everything in every step costs a parameter and a tensor, by the median of the rounds. Where all of the work is
 * done on the main thread, by its processor time, which other processes do not lengthen; else by wall time.
 */
export function unitCost({ variants }, { parameters, tensors }, { name }) {
  const { wall, cpu } = variants.find(({ variant }) => variant === 'everything, every step');
  const isOnMainThread = cpu !== null && ['cpu', 'wasm'].includes(name);
  const ns = 1e6 * (isOnMainThread ? cpu : wall).medianAddedMs;
  return {
    nsPerParameter: ns / parameters,
    nsPerTensor: ns / tensors,
    by: isOnMainThread ? 'processor time' : 'wall time',
  };
}
