import { arrange, byId, element, write } from './dom.js';

/** A name needs so much of the height. */
const LINE_HEIGHT = 15;

/** Names beside the heat map's rows: every one, or as many as fit. */
export function drawLayerNames(layers: readonly string[], height: number): void {
  const row = height / layers.length;
  const every = Math.max(1, Math.ceil(LINE_HEIGHT / row));
  const list = byId('heat-map-layers', HTMLDivElement);
  list.style.height = `${height}px`;
  const shown = layers.flatMap((name, layer) => (layer % every === 0 ? [{ name, layer }] : []));
  const labels = shown.map(({ name, layer }, index) => {
    const label = list.children[index] ?? element('span');
    write(label, name);
    if (label instanceof HTMLElement) label.style.top = `${(layer + 0.5) * row}px`;
    return label;
  });
  arrange(list, labels);
}
