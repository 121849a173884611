import { chartKinds } from '../lines.js';
import type { Store } from '../store.js';
import { Chart } from './chart.js';
import { byId } from './dom.js';
import { onThemeChange } from './theme.js';

const charts = chartKinds.map((kind) => new Chart(kind));

/** Puts the charts into the page, once. */
export function openCharts(): void {
  byId('chart-list', HTMLDivElement).append(...charts.map(({ section }) => section));
  onThemeChange(() => {
    for (const chart of charts) chart.redraw();
  });
}

export function drawCharts(store: Store): void {
  for (const chart of charts) chart.draw(store);
}
