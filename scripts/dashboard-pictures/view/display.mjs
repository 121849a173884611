import { css, gradient } from './colours.mjs';
import { clock, inUnit } from './units.mjs';

/** How a value of a field is shown: `{ text, colour }`, by its mappings, its unit, and its thresholds. */
export function shown(field, value) {
  const { unit, decimals, mappings = [], noValue } = field.config;
  const mapped = mappings.map((mapping) => resultOf(mapping, value)).find(Boolean) ?? {};
  const plain = field.type === 'time' ? clock(value) : inUnit(value, unit, decimals);
  const isMissing = value === null || value === undefined;
  return {
    text: mapped.text ?? (isMissing ? (noValue ?? '') : plain),
    colour: mapped.color ? css(mapped.color) : colourOf(field, value),
    isMapped: mapped.text !== undefined,
  };
}

/** What a value mapping of Grafana says of a value. */
function resultOf({ type, options }, value) {
  if (type === 'value') return options[String(value)];
  const isNumber = typeof value === 'number';
  if (type === 'range') {
    const { from, to, result } = options;
    const isWithin = isNumber && value >= (from ?? Number.NEGATIVE_INFINITY) && value <= (to ?? Infinity);
    return isWithin ? result : undefined;
  }
  if (type === 'regex') return new RegExp(options.pattern).test(String(value)) ? options.result : undefined;
  const special = { null: value === null, nan: Number.isNaN(value), empty: value === '' };
  const names = options.match === 'null+nan' ? ['null', 'nan'] : [options.match];
  return names.some((name) => special[name]) ? options.result : undefined;
}

function colourOf({ config, values }, value) {
  const { color, thresholds, min, max } = config;
  if (color.mode === 'fixed' || color.mode === 'shades') return css(color.fixedColor);
  if (!color.mode.startsWith('continuous')) return thresholdColour(thresholds, value);
  const finite = values.filter(Number.isFinite);
  const low = min ?? config.lowest ?? Math.min(...finite);
  const high = max ?? config.highest ?? Math.max(...finite);
  return gradient(color.mode, high > low ? (value - low) / (high - low) : 0);
}

/** The colour of the highest step that the value has reached. */
const thresholdColour = (thresholds, value) =>
  css((thresholds?.steps ?? []).filter((step, index) => index === 0 || step.value <= value).at(-1)?.color);

/** One number of many, by Grafana's name for how; what is not known is the last. */
export const reductions = {
  lastNotNull: (values) => values.findLast((value) => value !== null) ?? null,
  last: (values) => values.at(-1) ?? null,
  firstNotNull: (values) => values.find((value) => value !== null) ?? null,
  first: (values) => values[0] ?? null,
  max: (values) => Math.max(...measured(values)),
  min: (values) => Math.min(...measured(values)),
  sum: (values) => sum(measured(values)),
  mean: (values) => sum(measured(values)) / measured(values).length,
  count: (values) => values.length,
  range: (values) => Math.max(...measured(values)) - Math.min(...measured(values)),
};
const measured = (values) => values.filter((value) => value !== null);
const sum = (values) => values.reduce((total, value) => total + value, 0);
