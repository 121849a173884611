import { columnsOf, shorten } from '../plain-text.js';
import { type Frame, LETTER } from './frame.js';
import { html, type Markup } from './html.js';

/** Curves of one tone differ in shade alone, so that names stand at their ends as well where they are not too many. */
const MOST_LINES = 14;
const MOST_COLUMNS = 9;
const LINE = 12;

/** Where a curve ends on the right, and its name. */
export interface End {
  readonly name: string;
  readonly y: number;
}

/** Room that names beside curves take; none where there is one curve, or too many. */
export function roomForNames(names: readonly string[]): number {
  if (names.length < 2 || names.length > MOST_LINES) return 0;
  return LETTER * Math.max(...names.map((name) => Math.min(MOST_COLUMNS, columnsOf(name))));
}

/** Names at the ends of curves, moved apart where they would stand on each other. */
export function drawNames(ends: readonly End[], { right, top, bottom }: Frame): Markup[] {
  const fromAbove = [...ends].sort((a, b) => a.y - b.y);
  let lowest = top - LINE;
  const down = fromAbove.map(({ y }) => {
    lowest = Math.max(y, lowest + LINE);
    return lowest;
  });
  // Then upwards again, from the lower edge.
  let highest = bottom + LINE;
  const places = down.reverse().map((y) => {
    highest = Math.min(y, highest - LINE);
    return highest;
  });
  return fromAbove.reverse().map(
    (
      { name },
      index,
    ) => html`<text class="name" x="${right + 6}" y="${(places[index] ?? 0) + 4}">${shorten(name, MOST_COLUMNS)}</text>
`,
  );
}
