import type { Lines } from '../picture.js';
import type { Frame } from './frame.js';
import { html, type Markup } from './html.js';

/** One curve of a picture. */
export type Line = Lines['lines'][number];
/** A place in a drawing; undefined of a value that has none, which is a gap. */
export type Place = readonly [x: number, y: number] | undefined;

/** More points than that are a curve without dots. */
const DOTTED = 16;

/** A class a tone; of lines alike in tone the later are paler. A dash tells tones apart only where there are several. */
export function looksOf(lines: readonly Line[]): string[] {
  const isMixed = new Set(lines.map(({ tone }) => tone)).size > 1;
  return lines.map((line) => {
    const alike = lines.filter(({ tone }) => tone === line.tone);
    const shade = alike.length > 1 ? Math.round((5 * alike.indexOf(line)) / (alike.length - 1)) : 0;
    return `${line.tone}${isMixed ? ' mixed' : ''} shade-${shade}`;
  });
}

/** A path, and dots where the values are few or stand alone. */
export function drawCurve(name: string, places: readonly Place[], look: string): Markup {
  const path = places.map((place, index) =>
    place ? html`${places[index - 1] ? 'L' : 'M'}${place[0]},${place[1]}` : '',
  );
  // A value without neighbours makes no path.
  const dots = places.filter(
    (_, index) => places.length <= DOTTED || (!places[index - 1] && !places[index + 1]),
  );
  const circles = dots.map((place) =>
    place ? html`<circle cx="${place[0]}" cy="${place[1]}" r="2.5"/>` : '',
  );
  return html`<g class="line ${look}"><title>${name}</title><path d="${path}"/>${circles}</g>
`;
}

/** A drawing within a drawing cuts what is beyond it; room for half a dot at its edges. */
export function cutAt({ left, right, top, bottom }: Frame, curves: readonly Markup[]): Markup {
  const [x, y, width, height] = [left - 3, top - 3, right - left + 6, bottom - top + 6];
  return html`<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}">
${curves}</svg>
`;
}

/** A piece of a curve with its name. */
export const legendItem = (name: string, look: string): Markup =>
  html`<li><svg class="swatch" viewBox="0 0 26 10" aria-hidden="true"><g class="line ${look}"><path d="M0,5H26"/></g></svg> ${name}</li>
`;
