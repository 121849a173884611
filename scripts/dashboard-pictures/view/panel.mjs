import { element } from './element.mjs';
import { drawStat } from './stat.mjs';
import { drawTable } from './table.mjs';
import { drawText } from './text.mjs';
import { drawTimeSeries } from './time-series.mjs';
import { drawTimeline } from './timeline.mjs';

/** How the body of a panel is drawn, by its type. */
const types = {
  timeseries: drawTimeSeries,
  stat: drawStat,
  'state-timeline': drawTimeline,
  'status-history': drawTimeline,
  table: drawTable,
  text: drawText,
};

/** The place of a panel in the grid, with its heading; its body is empty. */
export function panelElement(panel) {
  const { id, type, title, description, collapsed, panels = [], gridPos } = panel;
  const place = `grid-area: ${gridPos.y + 1} / ${gridPos.x + 1} / span ${gridPos.h} / span ${gridPos.w}`;
  if (type === 'row') {
    const hidden = collapsed ? ` (${panels.length} panels, folded)` : '';
    return element('h2', { style: place }, `${collapsed ? '▸' : '▾'} ${title}${hidden}`);
  }
  const about = description && element('p', { class: 'description' }, description);
  return element(
    'section',
    { style: place, id: `panel-${id}`, class: `has-${type} ${panel.transparent ? 'transparent' : ''}` },
    title && element('h3', {}, title),
    about,
    element('div', { class: `body ${type}` }),
    element('p', { class: 'notes' }),
  );
}

/** Draws a panel into its place; what is not drawn of it stands below. */
export function drawPanel(panel, board) {
  if (panel.type === 'row') return;
  const section = document.getElementById(`panel-${panel.id}`);
  const body = section.querySelector('.body');
  const noteLine = section.querySelector('.notes');
  const note = (what) => {
    panel.notes.push(what);
    noteLine.textContent = `Not drawn: ${[...new Set(panel.notes)].join('; ')}`;
  };
  for (const what of [...panel.notes]) note(what);
  const say = (text) => {
    body.className = 'body';
    body.append(element('p', { class: 'nothing' }, text));
  };
  const draw = types[panel.type];
  if (!draw) {
    say(`(panel type ${panel.type} is not drawn)`);
    return;
  }
  if (panel.type !== 'text' && !panel.frames.some(({ length }) => length > 0)) {
    say(panel.fieldConfig?.defaults?.noValue ?? 'No data');
    return;
  }
  draw(body, panel, { board, note });
}
