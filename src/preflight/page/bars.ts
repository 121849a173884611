import { plural, writeNumber } from '../number.js';
import type { Bars } from '../picture.js';
import { columnsOf } from '../plain-text.js';
import { type Drawing, writeMissing } from './figure.js';
import { type Frame, frameOf, LETTER, nothingIn } from './frame.js';
import { html, type Markup } from './html.js';
import { yMarks } from './marks.js';
import { shortNames } from './names.js';
import { type Scale, scaleOf } from './scale.js';

const PLOT = 190;
const LONGEST_NAME = 20;
/** What a name on its side takes. */
const NAME_ROOM = 14;

type Bar = Bars['bars'][number];

/** A bar a layer, from input to output; their names are on their sides, where they are many not of all. */
export function drawBars({ title, y, bars, marks }: Bars): Drawing {
  const values = bars.flatMap(({ value }) => value ?? []);
  // Room below, so that the least bar on a logarithmic axis is seen.
  const scale = scaleOf([...values, ...marks.map(({ at }) => at)], { ...y, margin: 0.1, withZero: true });
  const names = shortNames(
    bars.map(({ name }) => name),
    LONGEST_NAME,
  );
  const below = LETTER * names.reduce((most, name) => Math.max(most, columnsOf(name)), 0) + 14;
  const height = PLOT + below;
  const frame = frameOf(height, { name: y.name, scale }, { below });
  const slot = (frame.right - frame.left) / Math.max(1, bars.length);
  const every = Math.ceil(NAME_ROOM / slot);
  const drawn = bars.map((bar, index) => {
    const middle = frame.left + slot * (index + 0.5);
    const bare = drawBar(bar, { middle, width: Math.min(40, 0.75 * slot), frame, scale });
    const why = bare || every > 1 ? '' : upright('missing', middle, frame.bottom - 5, missing(bar.value));
    const name = index % every === 0 ? upright('tick end', middle, frame.bottom + 6, names[index] ?? '') : '';
    return html`<g>${name}${bare ?? why}</g>
`;
  });
  const absent = bars.filter(({ value }) => value === null || !scale.has(value));
  const marked = marks.filter(({ at }) => scale.has(at));
  return {
    title,
    height,
    body: [
      frame.axes,
      drawn,
      absent.length === bars.length && (every > 1 || bars.length === 0) ? nothingIn(frame) : '',
      yMarks(marked, frame),
    ],
    spoken: `${y.name} of ${plural(bars.length, 'bar')}; the numbers are in the table below.`,
    notes: [writeMissing(absent.map(({ value }) => value))].filter((note) => note !== ''),
    ...(bars.length > 0 ? { numbers: tableOfBars(bars, y.name) } : {}),
  };
}

interface Spot {
  readonly middle: number;
  readonly width: number;
  readonly frame: Frame;
  readonly scale: Scale;
}

/** From 0 where that is on the axis, else from its near end; undefined of a value that has no place. */
function drawBar({ name, value }: Bar, { middle, width, frame, scale }: Spot): Markup | undefined {
  if (value === null || !scale.has(value)) return undefined;
  const base = frame.y(Math.min(scale.to, Math.max(scale.from, 0)));
  const [top, height] = [Math.min(base, frame.y(value)), Math.abs(base - frame.y(value))];
  return html`<rect class="bar" x="${middle - width / 2}" y="${top}" width="${width}" height="${Math.max(1, height)}"><title>${name}: ${writeNumber(value)}</title></rect>`;
}

const missing = (value: number | null) => (value === null ? 'not measured' : writeNumber(value));

const upright = (look: string, x: number, y: number, text: string) =>
  html`<text class="${look}" transform="translate(${x + 4} ${y}) rotate(-90)">${text}</text>`;

const tableOfBars = (bars: readonly Bar[], name: string): Markup => html`<details>
<summary>Numbers</summary>
<table><thead><tr><th scope="col">Of</th><th scope="col">${name}</th></tr></thead>
<tbody>
${bars.map(
  (bar) => html`<tr><th scope="row">${bar.name}</th><td>${missing(bar.value)}</td></tr>
`,
)}</tbody></table>
</details>
`;
