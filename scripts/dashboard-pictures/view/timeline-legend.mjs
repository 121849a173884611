import { css, gradient } from './colours.mjs';
import { shown } from './display.mjs';
import { element } from './element.mjs';
import { inUnit } from './units.mjs';

/** What the colours of cells say: texts of mappings, a gradient between its ends, or the steps of thresholds. */
export function legendOfColours(fields) {
  const [{ config }] = fields;
  const isMapped = (config.mappings ?? []).length > 0;
  if (isMapped) return element('p', { class: 'legend' }, ...mapped(fields));
  const isGradient = config.color.mode.startsWith('continuous');
  return element('p', { class: 'legend' }, ...(isGradient ? ends(config) : steps(config)));
}

const entry = (colour, text) => element('span', {}, element('i', { style: `background: ${colour}` }), text);

/** The texts that occur. */
function mapped(fields) {
  const told = new Map();
  for (const field of fields)
    for (const value of new Set(field.values)) {
      const { text, colour } = shown(field, value);
      if (value !== null) told.set(text, colour);
    }
  return [...told].map(([text, colour]) => entry(colour, text));
}

function ends({ color, unit, decimals, min, max, lowest, highest }) {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((place) => gradient(color.mode, place));
  const bar = element('span', {
    class: 'gradient',
    style: `background: linear-gradient(to right, ${stops})`,
  });
  return [inUnit(min ?? lowest, unit, decimals), bar, inUnit(max ?? highest, unit, decimals)];
}

function steps({ thresholds, unit, decimals }) {
  const written = (value) => inUnit(value, unit, decimals);
  const all = thresholds?.steps ?? [];
  return all.map(({ color, value }, index) => {
    const first = all.length > 1 ? `below ${written(all[1].value)}` : 'any value';
    return entry(css(color), index === 0 ? first : `from ${written(value)}`);
  });
}
