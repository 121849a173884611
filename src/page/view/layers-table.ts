import { number, percent } from '../format.js';
import {
  firstDirection,
  isNotFinite,
  type LayerRow,
  layerRows,
  type SortKey,
  sorted,
  WORST_FIRST,
} from '../layer-rows.js';
import type { Store } from '../store.js';
import { worstOf } from '../symptom-tree.js';
import { arrange, byId, element, write } from './dom.js';

const unless = (value: number | null) => value ?? undefined;
const columns: readonly { key: SortKey; title: string; text: (row: LayerRow) => string }[] = [
  { key: 'layer', title: 'Layer', text: ({ layer }) => layer },
  { key: 'symptoms', title: 'Symptoms', text: symptomsOf },
  {
    key: 'gradientNorm',
    title: 'Gradient norm',
    text: ({ gradientNorm }) => number(unless(gradientNorm)),
  },
  { key: 'updateRatio', title: 'Update ratio', text: ({ updateRatio }) => number(unless(updateRatio)) },
  {
    key: 'stuckUnits',
    title: 'Dead or saturated units',
    text: ({ stuckUnits }) => percent(unless(stuckUnits)),
  },
];

function symptomsOf({ symptoms }: LayerRow): string {
  return symptoms.map(({ symptom, severity }) => `${severity}: ${symptom}`).join(', ') || 'none';
}

let sorting = WORST_FIRST;
let lastStore: Store | undefined;
/** Rows by the layer's place in the model. */
const rows: HTMLTableRowElement[] = [];

/** Makes the headings, once; each sorts by its column, pressed again the other way. */
export function openLayersTable(): void {
  const headings = columns.map(({ key, title }) => {
    const button = element('button', { type: 'button' }, title);
    button.addEventListener('click', () => {
      const other = sorting.direction === 'ascending' ? 'descending' : 'ascending';
      sorting = { key, direction: sorting.key === key ? other : firstDirection(key) };
      drawSorting();
      if (lastStore) drawLayersTable(lastStore);
    });
    const heading = element('th', { scope: 'col' }, button);
    heading.dataset.key = key;
    return heading;
  });
  byId('layers-table', HTMLTableElement).tHead?.rows[0]?.append(...headings);
  drawSorting();
}

function drawSorting(): void {
  for (const heading of byId('layers-table', HTMLTableElement).querySelectorAll('th[data-key]'))
    if (heading instanceof HTMLElement && heading.dataset.key === sorting.key)
      heading.setAttribute('aria-sort', sorting.direction);
    else heading.removeAttribute('aria-sort');
}

export function drawLayersTable(store: Store): void {
  lastStore = store;
  const table = byId('layers-table', HTMLTableElement);
  table.hidden = store.layers.length === 0;
  byId('no-layers', HTMLParagraphElement).hidden = store.layers.length > 0;
  const order = sorted(layerRows(store), sorting);
  rows.length = Math.min(rows.length, order.length);
  const shown = order.map((row) => {
    const shownRow = rows[row.order] ?? newRow();
    rows[row.order] = shownRow;
    for (const [index, { key, text }] of columns.entries()) {
      const cell = shownRow.cells[index];
      if (!cell) continue;
      write(cell, text(row));
      cell.classList.toggle('not-finite', isNotFinite(row[key]));
    }
    shownRow.dataset.severity = worstOf(row.symptoms)?.severity ?? 'none';
    return shownRow;
  });
  const [body] = table.tBodies;
  if (body) arrange(body, shown);
}

const newRow = () =>
  element(
    'tr',
    {},
    element('th', { scope: 'row' }),
    ...columns.slice(1).map(({ key }) => element('td', { class: key })),
  );
