import { cellText, type HeatGrid } from '../heat-grid.js';
import { byId, write } from './dom.js';

/** The cell that the arrow keys move. */
const cursor = { layer: 0, index: Number.POSITIVE_INFINITY, isShown: false };

/** Readout of cells by key, pointer and touch. */
export function openCursor(current: () => HeatGrid | undefined): void {
  const canvas = byId('heat-map-canvas', HTMLCanvasElement);
  const tip = byId('heat-map-tip', HTMLDivElement);
  const tell = () => {
    const grid = current();
    if (!grid || grid.count === 0) return;
    cursor.isShown = true;
    drawCursor(grid);
    write(byId('heat-map-readout', HTMLOutputElement), cellText(grid, cursor.layer, cursor.index));
  };
  canvas.addEventListener('focus', () => {
    // A click has its own cell.
    if (canvas.matches(':focus-visible')) tell();
  });
  canvas.addEventListener('blur', () => {
    cursor.isShown = false;
    byId('heat-map-cursor', HTMLDivElement).hidden = true;
  });
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !move(event.key, current())) return;
    event.preventDefault();
    tell();
  });
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const grid = current();
    if (!grid || grid.count === 0) return;
    const { layer, index } = cellAt(grid, offsetX, offsetY);
    tip.hidden = false;
    write(tip, cellText(grid, layer, index));
    // Beside the pointer, on the side with more room.
    const left = offsetX > canvas.clientWidth / 2 ? offsetX - tip.offsetWidth - 12 : offsetX + 12;
    const room = Math.max(0, canvas.clientWidth - tip.offsetWidth);
    tip.style.transform = `translate(${Math.min(room, Math.max(0, left))}px, ${offsetY + 12}px)`;
  });
  canvas.addEventListener('pointerleave', () => {
    tip.hidden = true;
  });
  canvas.addEventListener('pointerdown', ({ offsetX, offsetY }) => {
    const grid = current();
    if (!grid || grid.count === 0) return;
    Object.assign(cursor, cellAt(grid, offsetX, offsetY));
    tell();
  });
}

function cellAt({ layers, count }: HeatGrid, x: number, y: number): { layer: number; index: number } {
  const { clientWidth, clientHeight } = byId('heat-map-canvas', HTMLCanvasElement);
  return {
    layer: clamp(Math.floor((y / clientHeight) * layers.length), layers.length),
    index: clamp(Math.floor((x / clientWidth) * count), count),
  };
}

/** Whether the key moves the cell. */
function move(key: string, grid: HeatGrid | undefined): boolean {
  const by: Readonly<Record<string, readonly [layers: number, columns: number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-10, 0],
    PageDown: [10, 0],
    Home: [0, Number.NEGATIVE_INFINITY],
    End: [0, Number.POSITIVE_INFINITY],
  };
  const step = by[key];
  if (!step || !grid) return false;
  keepInside(grid);
  cursor.layer = clamp(cursor.layer + step[0], grid.layers.length);
  cursor.index = clamp(cursor.index + step[1], grid.count);
  return true;
}

/** Outlines the cell under the cursor. */
export function drawCursor(grid: HeatGrid): void {
  keepInside(grid);
  const box = byId('heat-map-cursor', HTMLDivElement);
  box.hidden = !cursor.isShown;
  const [column, row] = [100 / grid.count, 100 / grid.layers.length];
  Object.assign(box.style, {
    left: `${cursor.index * column}%`,
    top: `${cursor.layer * row}%`,
    width: `${column}%`,
    height: `${row}%`,
  });
}

function keepInside({ layers, count }: HeatGrid): void {
  cursor.layer = clamp(cursor.layer, layers.length);
  cursor.index = clamp(cursor.index, count);
}

const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
