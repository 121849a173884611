import { coefficientsOf } from '../../tap/penalty.js';
import type { Finding } from '../report.js';
import { type Forces, type Pulled, ratioOf } from './pull.js';

/** What a penalty is at the start where it does its work: a tenth of the data loss. */
const FITTING = 0.1;

/** A number in as few digits as tell it. */
export const digits = (value: number): string => String(Number(value.toPrecision(3)));

/** What is wrong with the penalty itself, whatever its strength. */
export function faultOf({ dataLoss, penalty, pulled }: Forces, advice: string): Finding | undefined {
  const fault = (message: string): Finding => ({
    severity: 'warning',
    message,
    advice,
    value: penalty,
    limit: 0,
  });
  const tenfold = digits(dataLoss + 10 * penalty);
  if (!Number.isFinite(penalty))
    return { ...fault(`The penalty must be a number, and is ${penalty}.`), value: null };
  if (penalty < 0)
    return fault(
      `The loss must rise with the strength of the penalty, and falls from ${digits(dataLoss)} without it to ${digits(dataLoss + penalty)}, and ${tenfold} at ten times the strength: the penalty is ${digits(penalty)}, as with the wrong sign.`,
    );
  if (penalty === 0)
    return fault(
      `The loss must rise with the strength of the penalty, and is ${digits(dataLoss)} with and without it: the penalty is 0.`,
    );
  if (pulled.every((each) => each.penalty === 0))
    return fault(
      `The penalty must pull at the weights, and its gradient is zero: it is ${digits(penalty)} whatever they are.`,
    );
  return undefined;
}

/** A penalty that is above the data loss and pulls at the weights as the data do. */
export function dominanceOf(
  forces: Forces,
  limits: { readonly share: number; readonly pull: number },
  advice: string,
): Finding | undefined {
  const { dataLoss, penalty, pulled } = forces;
  const share = penalty / Math.abs(dataLoss);
  const ratio = ratioOf(pulled);
  if (!(share > limits.share && ratio >= limits.pull)) return undefined;
  const hardest = pulled.reduce((a, b) => (b.penalty / b.data > a.penalty / a.data ? b : a));
  const { watched, weight } = hardest.stand;
  const name = watched ? `${watched.layer}/${watched.variable}` : weight.name;
  return {
    severity: 'warning',
    message: `The penalty must be small against the data loss, and is ${digits(penalty)}, ${digits(share)} times the data loss of ${digits(dataLoss)} (limit ${limits.share}); it pulls ${digits(ratio)} times as hard at the weights as the data do (limit ${limits.pull}), hardest at ${name} (${digits(hardest.penalty / hardest.data)}).`,
    advice: `${advice} ${remedyOf(pulled, share / FITTING)}`,
    value: ratio,
    limit: limits.pull,
  };
}

/** The strength at which the penalty begins at a tenth of the data loss. */
function remedyOf(pulled: readonly Pulled[], by: number): string {
  const strengths = pulled.map(({ stand }) => stand.watched && coefficientsOf(stand.watched));
  const [first] = strengths;
  const isOne = strengths.every((each) => each?.l1 === first?.l1 && each?.l2 === first?.l2);
  const found = isOne && first ? Object.entries(first).filter(([, value]) => value > 0) : [];
  const said = found.map(
    ([name, value]) => `${name} of about ${digits(Number((value / by).toPrecision(1)))}`,
  );
  const strength = said.length > 0 ? `Here ${said.join(' and ')}` : 'Here the strengths';
  return `${strength} (÷${digits(by)}) would make the penalty a tenth of the data loss.`;
}
