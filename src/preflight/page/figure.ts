import { WIDTH } from './frame.js';
import { html, type Markup, type Part } from './html.js';

/** A drawing, and what stands beside it in letters. */
export interface Drawing {
  readonly title: string;
  readonly height: number;
  readonly body: Part;
  /** What it shows, in words for those who do not see it. */
  readonly spoken: string;
  readonly legend?: readonly Markup[];
  /** What it does not show. */
  readonly notes?: readonly string[];
  readonly numbers?: Markup;
}

/** A drawing with its title, legend, notes and numbers. */
export function figureOf({ title, height, body, spoken, legend = [], notes = [], numbers }: Drawing): Markup {
  return html`<figure>
<figcaption>${title}</figcaption>
${legend.length > 0 ? html`<ul class="legend">${legend}</ul>` : ''}
<svg class="picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">
<title>${title}</title>
<desc>${spoken}</desc>
${body}
</svg>
${notes.map((note) => html`<p class="note">${note}</p>`)}
${numbers ?? ''}
</figure>
`;
}

/** What has no place on an axis, counted by why: `2 values not finite`; empty where all has one. */
export function writeMissing(values: readonly (number | null)[]): string {
  const count = (is: (value: number | null) => boolean) => values.filter(is).length;
  const missing = [
    [count((value) => value === null), 'not measured'],
    [count((value) => value !== null && !Number.isFinite(value)), 'not finite'],
    [count((value) => value !== null && Number.isFinite(value)), 'not above 0, on a logarithmic axis'],
  ] as const;
  const told = missing.filter(([number]) => number > 0).map(([number, why]) => `${number} ${why}`);
  return told.length > 0 ? `Not drawn: ${told.join('; ')}.` : '';
}
