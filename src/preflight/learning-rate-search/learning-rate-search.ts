import { learningRateOf } from '../../tap/optimizer-tap.js';
import { type Bench, type Check, type Outcome, SOUND, skipped } from '../check.js';
import { writeNumber } from '../number.js';
import type { Finding, LearningRateSearch, RateTrial } from '../report.js';
import { percent } from '../wording.js';
import { pictures } from './pictures.js';
import { STEPS, search, trialAt } from './search.js';

/** From a large rate down by a factor of 3 until the loss no longer diverges. */
export const learningRateSearch: Check = {
  id: 'learning-rate-search',
  severity: 'warning',
  title: 'Learning rate',
  question: 'Which is the largest learning rate that does not diverge, and is the compiled one below it?',
  limits: {
    fall: {
      value: 0.01,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'measured: 0.095 and more in 233 healthy runs, one that warms up among them; at most 0.009 in 13 of 16 runs whose rate is too low from the start',
    },
  },
  seconds: 20,
  advice: [
    'Begin with about half of the largest rate that does not diverge (Bengio 2012).',
    'Divide the rate by 3 where a run diverges all the same: a small batch forgives more than the whole data.',
    'Let it decay from there by a schedule.',
  ],
  // Of a network that learns nothing no rate is right.
  needs: [...SOUND, 'overfit-small-batch'],
  run: async (bench) => {
    const { optimizer_: optimizer } = bench.model.inner;
    const compiled = (optimizer && learningRateOf(optimizer)) ?? null;
    const curve = await search(bench, compiled ?? 0);
    if (!curve) return skipped('The optimizer cannot be made again at another rate.');
    const held = curve.filter(({ verdict }) => verdict === 'held');
    const largest = held.length === 0 ? null : Math.max(...held.map(({ rate }) => rate));
    if (largest === null)
      return { ...nothing(bench, curve), pictures: pictures({ curve, largest, advised: null, compiled }) };
    const own = compiled === null || compiled === 0 ? undefined : await ownTrial(bench, curve, compiled);
    const all = own && !curve.includes(own) ? [...curve, own].sort((a, b) => b.rate - a.rate) : curve;
    const found: LearningRateSearch = { curve: all, largest, advised: largest / 2, compiled };
    return { ...outcomeOf(bench, found, own), pictures: pictures(found), learningRate: found };
  },
};

/** The trial at the rate that the model was compiled with. */
const ownTrial = async (bench: Bench, curve: readonly RateTrial[], compiled: number) =>
  curve.find(({ rate }) => rate === compiled) ?? (await trialAt(bench, compiled));

function nothing(bench: Bench, curve: readonly RateTrial[]): Outcome {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return skipped(`Not decided in its time: it is too short for ${STEPS} steps.`);
  const rates = `from ${writeNumber(first.rate)} to ${writeNumber(last.rate)}`;
  return bench.clock.cutShort
    ? skipped(`Not decided in its time: no rate ${rates} holds.`)
    : skipped(
        `No rate ${rates} lowers the loss of ${writeNumber(first.losses[0] ?? Number.NaN)} any further: see overfit-small-batch.`,
      );
}

function outcomeOf(
  { small, limits }: Bench,
  { largest, advised, compiled }: LearningRateSearch,
  own: RateTrial | undefined,
): Outcome {
  const best = `the largest rate that holds for ${STEPS} steps on ${small.size} examples is ${writeNumber(largest ?? 0)}`;
  const advice = `Begin with about ${writeNumber(advised ?? 0)}, and let it decay.`;
  const common = { findings: [], value: compiled, limit: largest, advice };
  const warn = (message: string, value: number | null, limit: number | null): Outcome => {
    const finding: Finding = { severity: 'warning', message, advice, value, limit };
    return { ...common, message: '', findings: [finding] };
  };
  if (!own)
    return {
      ...common,
      message: `${capital(best)}${compiled === null || compiled === 0 ? '' : '; no time was left for the compiled one'}.`,
    };
  if (own.verdict === 'diverged' && (compiled ?? 0) > (largest ?? 0))
    return warn(`The compiled rate ${writeNumber(own.rate)} diverges: ${best}.`, own.rate, largest);
  const fallen = fallOf(own);
  if (fallen < (limits.fall ?? 0))
    return warn(
      `The compiled rate ${writeNumber(own.rate)} is far too low: in ${own.losses.length - 1} steps the loss fell by ${percent(fallen)}; ${best}.`,
      own.rate,
      advised,
    );
  return { ...common, message: `${capital(best)}; the compiled ${writeNumber(own.rate)} holds.` };
}

/** How far the loss came down, as a share of its start. */
function fallOf({ losses }: RateTrial): number {
  const first = losses[0] ?? 0;
  return (first - Math.min(...losses)) / Math.max(Math.abs(first), 1e-12);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
