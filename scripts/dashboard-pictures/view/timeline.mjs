import { readableOn } from './colours.mjs';
import { shown } from './display.mjs';
import { element } from './element.mjs';
import { legendOfColours } from './timeline-legend.mjs';
import { clock } from './units.mjs';

const AXIS = 18;
const LEGEND = 20;
/** Height of a row below which it cannot be read, pixels. */
const LOWEST = 13;

/** A row a series, coloured by its state over time: `state-timeline` joins equal ones, `status-history` has cells. */
export function drawTimeline(body, panel, { board }) {
  const { frames, options = {}, type } = panel;
  const series = frames.flatMap(({ fields: [times, ...fields] }) =>
    fields.filter((field) => field.type !== 'time').map((field) => ({ field, times: times.values })),
  );
  withCommonRange(series);
  const place = body.clientHeight - AXIS - LEGEND;
  const most = Math.min(options.perPage ?? series.length, Math.max(1, Math.floor(place / LOWEST)));
  const rows = series.slice(0, most);
  const left = series.length - rows.length;
  const height = Math.floor((place - (left > 0 ? 14 : 0)) / rows.length);
  body.style.setProperty('--row', `${height}px`);
  body.append(
    ...rows.flatMap((row) => [labelOf(row), trackOf(row, panel, { ...board.range, step: panel.step })]),
  );
  body.append(element('span'), axis(board.range));
  if (left > 0) body.append(element('span', { class: 'more' }, `… ${left} more rows`));
  if (options.legend?.showLegend !== false) body.append(legendOfColours(rows.map(({ field }) => field)));
  const right = body.querySelector('.axis').getBoundingClientRect().right;
  for (const text of body.querySelectorAll('.axis span'))
    if (text.getBoundingClientRect().right > right) text.remove();
  for (const text of body.querySelectorAll('.cell span'))
    if (text.offsetWidth + 3 > text.parentElement.clientWidth || type === 'status-history') text.remove();
}

/** A gradient is between the extremes of all rows. */
function withCommonRange(series) {
  const all = series.flatMap(({ field }) => field.values).filter(Number.isFinite);
  for (const { field } of series)
    Object.assign(field.config, { lowest: Math.min(...all), highest: Math.max(...all) });
}

const labelOf = ({ field }) => element('span', { class: 'label' }, field.title);

function trackOf({ field, times }, { type, options = {} }, { from, to, step }) {
  const track = element('div', { class: 'track' });
  const isJoined = type === 'state-timeline' && options.mergeValues !== false;
  const share = (time) => `${(100 * Math.min(1, (time - from) / (to - from))).toFixed(3)}%`;
  for (const { value, first, last } of cells(field.values, isJoined)) {
    const { text, colour } = shown(field, value);
    const style = `left: ${share(times[first])}; right: calc(100% - ${share(times[last] + step)}); background: ${colour}; color: ${readableOn(colour)}`;
    const written = options.showValue === 'never' ? '' : element('span', {}, text);
    track.append(element('div', { class: `cell ${type}`, style }, written));
  }
  return track;
}

/** Values that stand side by side and are equal, as one; gaps are none. */
function cells(values, isJoined) {
  const found = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const before = found.at(-1);
    if (isJoined && before?.last === index - 1 && Object.is(before.value, value)) before.last = index;
    else found.push({ value, first: index, last: index });
  });
  return found;
}

const TICKS = 8;

function axis({ from, to }) {
  const every =
    [5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find((size) => (to - from) / size <= TICKS) ?? to - from;
  const line = element('div', { class: 'axis' });
  for (let time = Math.ceil(from / every) * every; time <= to; time += every)
    line.append(element('span', { style: `left: ${(100 * (time - from)) / (to - from)}%` }, clock(time)));
  return line;
}
