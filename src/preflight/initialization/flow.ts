import type { Bench } from '../check.js';
import { writeNumber } from '../number.js';
import type { Finding } from '../report.js';
import { slopesOf } from '../slopes.js';
import { norm } from '../vectors.js';

/**
 * Whether the gradient vanishes on its way to the first layer, by the limits of `vanishing-gradient`: RMS over RMS, the
 * first trained matrix over the last; exactly none is a matter of the wiring.
 */
export async function flowFindings({ model, small, limits }: Bench): Promise<readonly Finding[]> {
  const slopes = (await slopesOf(model, small)).filter(({ stand }) => stand.watched?.role === 'matrix');
  const [first, last] = [slopes.at(0), slopes.at(-1)];
  if (!first?.norm || !last?.norm || first === last) return [];
  const flow = first.norm / Math.sqrt(first.stand.own.size) / (last.norm / Math.sqrt(last.stand.own.size));
  const toWeight = first.norm / norm(await first.stand.own.data());
  const { flow: limit = 0, toWeight: floor = 0 } = limits;
  if (flow >= limit || toWeight >= floor) return [];
  return [
    {
      severity: 'warning',
      message: `The gradient vanishes from the start: at ${first.name} arrives ${writeNumber(flow)} of that of ${last.name}.`,
      advice:
        'Initialize the layers better first; then take another activation, such as Leaky ReLU, or an LSTM in place of a plain recurrent layer.',
      value: flow,
      limit,
    },
  ];
}
