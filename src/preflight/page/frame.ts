import { columnsOf, shorten } from '../plain-text.js';
import { html, type Markup } from './html.js';
import type { Scale } from './scale.js';

/** Every picture is as wide, so that its letters are as large; a page makes it as wide as there is room. */
export const WIDTH = 400;
/** What a digit takes in the widest of the usual fonts, in the units of a picture; the style has its height, 12. */
export const LETTER = 7.6;
const LINE = 15;
const TOP = 26;

/** An axis with its name. */
export interface Named {
  readonly name: string;
  readonly scale: Scale;
}

/** The place of a picture in which its values are drawn, with what stands around it. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** Grid, labels and the names of the axes. */
  readonly axes: Markup;
}

/**
 * A frame of that height, with so much room beside it; without an axis x there is room of `below` for what is written
 * there instead.
 */
export function frameOf(height: number, y: Named, x: Named | { readonly below: number }, beside = 0): Frame {
  const widest = Math.max(0, ...y.scale.ticks.map(({ label }) => columnsOf(label)));
  const [left, right] = [LETTER * widest + 14, WIDTH - 12 - beside];
  const bottom = height - ('below' in x ? x.below : 2 * LINE + 8);
  const place = {
    left,
    right,
    top: TOP,
    bottom,
    x: 'below' in x ? () => Number.NaN : (value: number) => left + x.scale.shareOf(value) * (right - left),
    y: (value: number) => bottom - y.scale.shareOf(value) * (bottom - TOP),
  };
  const parts = [
    html`<text class="axis" x="${2}" y="${12}">${shorten(y.name, 50)}</text>`,
    ...y.scale.ticks.map(
      ({ value, label }) =>
        html`<path class="grid" d="M${left},${place.y(value)}H${right}"/>
<text class="tick end" x="${left - 6}" y="${place.y(value) + 4}">${label}</text>`,
    ),
    'below' in x ? '' : xAxis(place, x),
  ];
  return { ...place, axes: html`<g>${parts}</g>` };
}

function xAxis({ left, right, top, bottom, x }: Omit<Frame, 'axes'>, { name, scale }: Named): Markup {
  const ticks = scale.ticks.map(({ value, label }) => {
    const half = (LETTER * columnsOf(label)) / 2;
    // The outermost would be cut at the edge of the picture.
    const at = Math.min(WIDTH - half, Math.max(half, x(value)));
    return html`<path class="grid" d="M${x(value)},${top}V${bottom}"/>
<text class="tick middle" x="${at}" y="${bottom + LINE}">${label}</text>`;
  });
  const middle = (left + right) / 2;
  return html`<g>${ticks}<text class="axis middle" x="${middle}" y="${bottom + 2 * LINE}">${shorten(name, 45)}</text></g>`;
}

/** Instead of values where there are none. */
export const nothingIn = ({ left, right, top, bottom }: Frame): Markup =>
  html`<text class="tick middle" x="${(left + right) / 2}" y="${(top + bottom) / 2}">nothing to draw</text>`;
