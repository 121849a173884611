import { css, gradient, NOT_FINITE } from '../colour.js';
import type { Statistic } from '../contract.js';
import { number, percent } from '../format.js';
import { gridOf, type HeatGrid, indexOfStep, paint, statisticNames } from '../heat-grid.js';
import { markersOf } from '../markers.js';
import type { Store } from '../store.js';
import { byId, write } from './dom.js';
import { drawCursor, openCursor } from './heat-cursor.js';
import { drawLayerNames } from './layer-names.js';
import { drawMarkers } from './marker-layer.js';

/** A row is readable at this height; a model of many layers gets flatter ones, down to a page's worth in all. */
const ROW_HEIGHT = 16;
const MOST_HEIGHT = 600;
const LEAST_HEIGHT = 96;

/** One pixel a cell. The visible canvas is this one, enlarged, so that a new column costs its own cells alone. */
const cells = document.createElement('canvas');
/** What `cells` shows; cells that were painted with another are stale. */
let painted = '';
let grid: HeatGrid | undefined;
let lastStore: Store | undefined;

/** Prepares the heat map, once. */
export function openHeatMap(): void {
  byId('scale-bar', HTMLSpanElement).style.background = gradient();
  byId('scale-not-finite', HTMLSpanElement).style.background = css(NOT_FINITE);
  const redraw = () => {
    if (lastStore) drawHeatMap(lastStore, Number.POSITIVE_INFINITY);
  };
  byId('statistic', HTMLSelectElement).addEventListener('change', redraw);
  new ResizeObserver(redraw).observe(byId('heat-map-area', HTMLDivElement));
  openCursor(() => grid);
}

/** Draws what has changed since the column with the number `changed`. */
export function drawHeatMap(store: Store, changed: number): void {
  lastStore = store;
  const statistic = chosen();
  grid = gridOf(store, statistic);
  const isEmpty = grid.count === 0 || grid.layers.length === 0;
  byId('heat-map-body', HTMLDivElement).hidden = isEmpty;
  byId('heat-map-empty', HTMLParagraphElement).hidden = !isEmpty;
  if (isEmpty) return;
  drawScale(grid);
  paintCells(grid, changed);
  show(grid, store);
}

const chosen = (): Statistic => {
  const { value } = byId('statistic', HTMLSelectElement);
  return value === 'updateRatio' || value === 'stuckUnits' ? value : 'gradientNorm';
};

function paintCells(now: HeatGrid, changed: number): void {
  const { statistic, first, width, scale, layers, count } = now;
  const key = JSON.stringify([statistic, first, width, scale.low, scale.high, layers.length]);
  let from = Math.max(0, changed - first);
  if (painted !== key || cells.width < count) {
    from = 0;
    painted = key;
    // Sizing a canvas clears it: it grows seldom, in large steps.
    cells.width = Math.max(512, 2 ** Math.ceil(Math.log2(count)));
    cells.height = layers.length;
  }
  if (from >= count) return;
  const context = cells.getContext('2d');
  const image = context?.createImageData(count - from, layers.length);
  if (!context || !image) return;
  paint(now, from, image.data);
  context.putImageData(image, from, 0);
}

function show(now: HeatGrid, store: Store): void {
  const canvas = byId('heat-map-canvas', HTMLCanvasElement);
  const area = byId('heat-map-area', HTMLDivElement);
  const { count, layers } = now;
  const height = Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, layers.length * ROW_HEIGHT));
  area.style.height = `${height}px`;
  const width = area.clientWidth;
  const [across, down] = [width, height].map((size) => Math.round(size * devicePixelRatio));
  if (across && canvas.width !== across) canvas.width = across;
  if (down && canvas.height !== down) canvas.height = down;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(cells, 0, 0, count, layers.length, 0, 0, canvas.width, canvas.height);
  canvas.setAttribute('aria-label', `${statisticNames[now.statistic]} of ${layers.length} layers over steps`);
  drawLayerNames(layers, height);
  drawSteps(now);
  drawCursor(now);
  const place = (step: number) => {
    const index = indexOfStep(now, step);
    return index === undefined ? undefined : (index / count) * width;
  };
  drawMarkers(area, markersOf(store.events, place));
}

function drawScale({ scale, statistic }: HeatGrid): void {
  const told = statistic === 'stuckUnits' ? percent : number;
  write(byId('scale-low', HTMLSpanElement), told(scale.low));
  write(byId('scale-high', HTMLSpanElement), told(scale.high));
}

function drawSteps({ columns }: HeatGrid): void {
  const [first, last] = byId('heat-map-steps', HTMLParagraphElement).children;
  if (first) write(first, `step ${columns[0]?.step ?? 0}`);
  if (last) write(last, `step ${columns.at(-1)?.step ?? 0}`);
}
