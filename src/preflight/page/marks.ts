import { writeNumber } from '../number.js';
import type { Mark } from '../picture.js';
import { columnsOf, shorten } from '../plain-text.js';
import { type Frame, LETTER } from './frame.js';
import { html, type Markup } from './html.js';

const LINE = 14;
const MOST_COLUMNS = 36;

const labelOf = ({ name, at }: Mark) => shorten(`${name} ${writeNumber(at)}`, MOST_COLUMNS);

/** Upright lines, their names one below the other, on the side where there is room. */
export function xMarks(marks: readonly Mark[], { x, left, right, top, bottom }: Frame): Markup {
  const names = marks.map((mark, index) => {
    const label = labelOf(mark);
    const [at, width] = [x(mark.at), LETTER * columnsOf(label) + 8];
    const isLeft = at + width > right && at - width > left - 20;
    return html`<text class="mark${isLeft ? ' end' : ''}" x="${isLeft ? at - 5 : at + 5}" y="${top + 11 + LINE * index}">${label}</text>
`;
  });
  const lines = marks.map(({ at }) => html`<path class="mark" d="M${x(at)},${top}V${bottom}"/>`);
  // A name is never crossed out by the line of another.
  return html`${lines}${names}`;
}

/** Lines from left to right, their names above them, or higher where another name is there. */
export function yMarks(marks: readonly Mark[], { y, left, right, top }: Frame): Markup {
  const fromBelow = marks.map((mark) => ({ mark, at: y(mark.at) })).sort((a, b) => b.at - a.at);
  let highest = Number.POSITIVE_INFINITY;
  const names = fromBelow.map(({ mark, at }) => {
    highest = Math.min(at - 4, highest - LINE);
    // Above the uppermost line there is the name of the axis.
    const baseline = highest < top + 8 ? at + 13 : highest;
    return html`<text class="mark end" x="${right - 2}" y="${baseline}">${labelOf(mark)}</text>
`;
  });
  const lines = fromBelow.map(({ at }) => html`<path class="mark" d="M${left},${at}H${right}"/>`);
  return html`${lines}${names}`;
}
