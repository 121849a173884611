import { writeNumber } from '../number.js';
import type { Lines } from '../picture.js';
import { cutAt, drawCurve, type Line, legendItem, looksOf, type Place } from './curve.js';
import { type Drawing, writeMissing } from './figure.js';
import { type Frame, frameOf, nothingIn } from './frame.js';
import { drawNames, roomForNames } from './line-names.js';
import { xMarks } from './marks.js';
import { scaleOf } from './scale.js';

const HEIGHT = 260;
const MOST_SPOKEN = 16;

/** Curves over a common axis, each tone in a colour and a dash of its own. */
export function drawLines(picture: Lines): Drawing {
  const { lines, marks } = picture;
  const points = lines.flatMap((line) => line.points);
  const x = scaleOf([...points.map(([at]) => at), ...marks.map(({ at }) => at)], picture.x);
  const y = scaleOf(heightsOf(picture), { ...picture.y, margin: 0.05 });
  const room = roomForNames(lines.map(({ name }) => name));
  const frame = frameOf(HEIGHT, { ...picture.y, scale: y }, { ...picture.x, scale: x }, room);
  const isDrawn = ([at, value]: Line['points'][number]) => x.has(at) && y.has(value);
  const places = lines.map((line) =>
    line.points.map((point): Place => (isDrawn(point) ? [frame.x(point[0]), frame.y(point[1])] : undefined)),
  );
  const looks = looksOf(lines);
  const curves = lines.map(({ name }, index) => drawCurve(name, places[index] ?? [], looks[index] ?? ''));
  const missing = points.filter((point) => !isDrawn(point));
  const isCut = points.some(([, value]) => y.has(value) && value > y.to);
  const marked = marks.filter(({ at }) => x.has(at));
  return {
    title: picture.title,
    height: HEIGHT,
    body: [
      frame.axes,
      points.some(isDrawn) ? cutAt(frame, curves) : nothingIn(frame),
      room > 0 ? drawNames(endsOf(lines, places, frame), frame) : '',
      xMarks(marked, frame),
    ],
    spoken: speak(picture),
    legend: lines.length > 1 ? lines.map(({ name }, index) => legendItem(name, looks[index] ?? '')) : [],
    notes: [
      writeMissing(missing.map(([at, value]) => (x.has(at) ? value : at))),
      isCut ? 'Lines that go beyond the picture are cut at its edge.' : '',
    ].filter((note) => note !== ''),
  };
}

/** What the axis y is made for: a loss that diverges to 1e30 would leave the others one flat line, so it is cut. */
function heightsOf({ lines, y }: Lines): number[] {
  const valuesOf = (line: Line) => line.points.map(([, value]) => value);
  const isShown = (value: number) => Number.isFinite(value) && (value > 0 || !y.logarithmic);
  const all = lines.flatMap(valuesOf).filter(isShown);
  const calm = lines
    .filter(({ tone }) => tone !== 'bad')
    .flatMap(valuesOf)
    .filter(isShown);
  const starts = lines.flatMap((line) => valuesOf(line).find(isShown) ?? []);
  const kept = [...calm, ...starts];
  if (calm.length === 0) return all;
  const [least, greatest] = [kept.reduce((a, b) => Math.min(a, b)), kept.reduce((a, b) => Math.max(a, b))];
  const roof = y.logarithmic ? 10 * greatest : greatest + 0.5 * (greatest - least || Math.abs(greatest));
  return [...kept, ...all.map((value) => Math.min(roof, Math.max(least, value)))];
}

/** Curves that go to the right edge; of the others the name would stand where another ends. */
const endsOf = (lines: readonly Line[], places: readonly (readonly Place[])[], { right, top }: Frame) =>
  lines.flatMap(({ name }, index) => {
    const last = places[index]?.at(-1);
    return last && last[0] > right - 1 && last[1] >= top - 1 ? [{ name, y: last[1] }] : [];
  });

function speak({ lines, x, y, marks }: Lines): string {
  const told = lines.slice(0, MOST_SPOKEN).map(({ name, points }) => {
    const values = points.map(([, value]) => value);
    const [first, last] = [values[0], values.at(-1)];
    if (first === undefined || last === undefined) return `${name}: no value`;
    return `${name}: ${points.length === 1 ? '' : `${points.length} values, from ${writeNumber(first)} to `}${writeNumber(last)}`;
  });
  if (lines.length > MOST_SPOKEN) told.push(`and ${lines.length - MOST_SPOKEN} more`);
  const marked = marks.map(({ name, at }) => `${name} at ${writeNumber(at)}`);
  return [`${y.name} over ${x.name}`, ...told, ...marked].join('. ').concat('.');
}
