import {
  type Comparison,
  errorOf,
  isClear,
  isTelling,
  judged,
  type Measured,
  type Tolerance,
} from './judge.js';

/** Where the search for a step begins: ε^⅓, which balances float32's rounding, ε/h, with the truncation, h². */
export const FIRST_STEP = Math.cbrt(2 ** -23);
const FACTOR = 4;
/** Largest and smallest step that is tried, as powers of the factor: about 1.3 and 1/13,000 of the weights' size. */
const UP = 4;
const DOWN = -3;
/** Share of the limit below which no other step is tried: the error that is told should not be that of a step. */
const CLOSE = 0.25;

/** Compares the derivatives, with larger steps while the loss does not feel them, with smaller ones while they disagree. */
export async function compare(
  measure: (step: number) => Promise<Measured>,
  tolerance: Tolerance,
): Promise<Comparison> {
  const measured: Measured[] = [];
  const tried = async (power: number): Promise<Measured> => {
    const found = await measure(FIRST_STEP * FACTOR ** power);
    if (isMeasured(found)) measured.push(found);
    return found;
  };
  const isAgreed = (found: Measured) =>
    isClear(found, tolerance) && errorOf(found, tolerance) <= CLOSE * tolerance.limit;
  let power = 0;
  const first = await tried(power);
  let last = first;
  while (isMeasured(last) && !isClear(last, tolerance) && power < UP) last = await tried(++power);
  if (isAgreed(last)) return judged(measured, tolerance);
  let smallest = first;
  for (let down = -1; down >= DOWN && !(isMeasured(smallest) && !isTelling(smallest, tolerance)); down--) {
    smallest = await tried(down);
    if (isAgreed(smallest)) break;
  }
  const telling = measured.filter((each) => isTelling(each, tolerance));
  if (telling.length === 1 && isClear(last, tolerance) && power < UP) await tried(power + 1);
  return judged(measured, tolerance);
}

const isMeasured = ({ numeric, left, right }: Measured): boolean => Number.isFinite(numeric + left + right);
