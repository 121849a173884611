import type { Marker } from '../markers.js';
import { arrange, element, write } from './dom.js';

const ROWS = 3;
const ROW_HEIGHT = 15;
/** Of a character of a label, in CSS pixels: measuring each would cost a layout. */
const CHARACTER = 6.2;

/**
 * Draws vertical lines with labels over a chart. Elements rather than strokes: they follow the theme, and a label that
 * does not fit above its neighbours is left out while its line stays.
 */
export function drawMarkers(over: HTMLElement, markers: readonly Marker[]): void {
  let layer = over.querySelector<HTMLElement>(':scope > .markers');
  if (!layer) {
    layer = element('div', { class: 'markers', 'aria-hidden': 'true' });
    over.append(layer);
  }
  const lines = [...layer.children].filter((child) => child instanceof HTMLElement);
  const ends = new Array<number>(ROWS).fill(Number.NEGATIVE_INFINITY);
  const width = over.clientWidth;
  const shown = markers.map(({ x, label, severity }, index) => {
    const line = lines[index] ?? element('div', { class: 'marker' }, element('span'));
    const text = line.firstElementChild;
    const length = label.length * CHARACTER + 8;
    // A label at the right edge stands on the other side of its line.
    const isTurned = x + length > width;
    const start = isTurned ? x - length : x;
    const row = ends.findIndex((end) => end <= start);
    line.dataset.severity = severity;
    line.classList.toggle('turned', isTurned);
    line.style.transform = `translateX(${Math.round(x)}px)`;
    if (text instanceof HTMLElement) {
      write(text, row < 0 ? '' : label);
      text.style.top = `${Math.max(0, row) * ROW_HEIGHT}px`;
    }
    if (row >= 0) ends[row] = start + length;
    return line;
  });
  arrange(layer, shown);
}
