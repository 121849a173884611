import { OPENING_ALLOWANCE_MS } from '../../dist/schedule.js';
import { agentSeries } from '../agent-series.mjs';

/** The agent plans with the means of its last 16 measurements: so many steps must be the subject's own. */
const SETTLING = 24;

/**
 * Spends the opening allowance: the first steps are measured in full whatever the budget, and what is wanted is the cost
 * of a long run. Most of it is spent on steps with a batch of one, which take less time and cost the agent about as much;
 * the last of it on the subject's own. Says whether it was spent within the limit.
 *
 * @param block trains a block of the run and returns its milliseconds a step
 * @param small the same with a batch of one
 */
export async function spendOpening({ run, block, small, limitMs }) {
  const end = performance.now() + limitMs;
  const train = async (some) => {
    const { wall, steps } = await some(run);
    await run.vitals.flush();
    const ratio = (await agentSeries(run.vitals, 'overhead_ratio')) ?? 0;
    return { steps, cost: (wall * ratio) / (1 + ratio) };
  };
  const own = await train(block);
  let spent = own.steps * own.cost;
  while (performance.now() < end) {
    // It is exported from the moment that the budget rules.
    if ((await agentSeries(run.vitals, 'budget_ratio')) !== undefined) return true;
    const isFar = spent + SETTLING * own.cost < OPENING_ALLOWANCE_MS;
    const { steps, cost } = await train(isFar ? small : block);
    spent += steps * cost;
  }
  return false;
}
