import { css } from './colours.mjs';
import { element } from './element.mjs';
import { drawPanel, panelElement } from './panel.mjs';
import { clock } from './units.mjs';

const SOURCE =
  "Drawn by scripts/dashboard-pictures.mjs from the dashboard's queries on a real Prometheus; not a screenshot of Grafana";

/** Draws a board (board.mjs) into the page. */
export async function draw(board) {
  document.body.append(header(board), grid(board), footer(board));
  await document.fonts.ready;
  // Sizes are known once all stand in the grid.
  for (const panel of board.panels) drawPanel(panel, board);
  // uPlot draws with the next frame.
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

function header({ title, description = '', variables, annotations, range }) {
  const pickers = variables.map(({ label, text }) =>
    element('span', { class: 'picker' }, element('b', {}, label), ` ${text}`),
  );
  const marks = annotations.map(({ name, colour, events }) =>
    element(
      'span',
      { class: 'picker' },
      element('i', { class: 'mark', style: `border-color: ${css(colour)}` }),
      `${name} (${events.length})`,
    ),
  );
  const time = element('span', { class: 'picker' }, `${clock(range.from)} to ${clock(range.to)} UTC`);
  return element(
    'header',
    {},
    element('p', { class: 'source' }, SOURCE),
    element('h1', {}, title),
    element('p', { class: 'about' }, description),
    element('p', { class: 'pickers' }, ...pickers, time, ...marks),
  );
}

const grid = ({ panels }) => element('main', {}, ...panels.map(panelElement));

/** What of the dashboard is not in the picture. */
function footer({ left }) {
  const panels = left.filter(({ type }) => type !== 'row');
  if (panels.length === 0) return '';
  const rows = left.filter(({ type }) => type === 'row').map(({ title }) => title);
  const below = rows.length > 0 ? `, also in the rows ${rows.join(', ')}` : '';
  const many = panels.length === 1 ? '1 more panel follows' : `${panels.length} more panels follow`;
  return element('footer', {}, `${many} below${below}.`);
}
