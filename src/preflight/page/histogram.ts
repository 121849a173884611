import { writeNumber } from '../number.js';
import type { Histogram } from '../picture.js';
import type { Drawing } from './figure.js';
import { frameOf, nothingIn } from './frame.js';
import { html } from './html.js';
import { scaleOf } from './scale.js';

const HEIGHT = 210;

/** How often values are how large. */
export function drawHistogram({ title, x, from, to, counts, outside }: Histogram): Drawing {
  const scale = scaleOf([from, to]);
  const y = scaleOf(counts, { withZero: true });
  const frame = frameOf(HEIGHT, { name: 'values', scale: y }, { name: x.name, scale });
  // Values that are all the same are one bar in the middle.
  const isOne = !(to > from);
  // Their difference may be more than a double holds.
  const valueAt = (index: number) => from * (1 - index / counts.length) + to * (index / counts.length);
  const edge = (index: number) => {
    const share = isOne ? 0.4 + 0.2 * index : scale.shareOf(valueAt(index));
    return frame.left + share * (frame.right - frame.left);
  };
  const told = (index: number) => writeNumber(valueAt(index));
  const bars = counts.map((count, index) => {
    if (!(count > 0 && Number.isFinite(count))) return '';
    const [left, right, top] = [edge(index), edge(index + 1), frame.y(count)];
    // A tenth between bars; one value among a million is seen still.
    const height = Math.max(1, frame.bottom - top);
    return html`<rect class="bar" x="${left}" y="${frame.bottom - height}" width="${Math.max(0.5, 0.9 * (right - left))}" height="${height}"><title>${told(index)} to ${told(index + 1)}: ${writeNumber(count)}</title></rect>
`;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const fullest = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
  return {
    title,
    height: HEIGHT,
    body: [frame.axes, total > 0 ? bars : nothingIn(frame)],
    spoken:
      total > 0
        ? `${writeNumber(total)} values of ${x.name}, from ${writeNumber(from)} to ${writeNumber(to)}, most from ${told(fullest)} to ${told(fullest + 1)}.`
        : `No values of ${x.name}.`,
    notes: outside > 0 ? [`Not drawn: ${writeNumber(outside)} beyond these, or not finite.`] : [],
  };
}
