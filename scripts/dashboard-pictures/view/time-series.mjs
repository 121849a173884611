import { optionsOf } from './chart-options.mjs';
import { css, lineColour } from './colours.mjs';
import { reductions, shown } from './display.mjs';
import { element, fillUp } from './element.mjs';
import Plot from './uPlot.mjs';

const LOWEST_PLOT = 90;

/** Lines over time with a legend below, or beside. */
export function drawTimeSeries(body, panel, { board, note }) {
  const lines = panel.frames.flatMap(({ refId, fields: [times, ...fields] }) =>
    fields.filter(({ type }) => type === 'number').map((field) => ({ field, refId, times: times.values })),
  );
  for (const [index, line] of lines.entries()) {
    const { mode, fixedColor } = line.field.config.color;
    line.colour = mode === 'fixed' ? css(fixedColor) : lineColour(index);
    if (mode !== 'fixed' && mode !== 'palette-classic') note(`colours ${mode}`);
    for (const what of undrawn(line.field.config.custom)) note(what);
  }
  const { legend = {} } = panel.options ?? {};
  const box = element('div', { class: 'plot' });
  const list = element('p', { class: 'legend' });
  const isRight = legend.placement === 'right';
  body.classList.toggle('beside', isRight);
  body.append(box, list);
  if (legend.showLegend !== false && legend.displayMode !== 'hidden') {
    list.style.maxHeight = `${isRight ? body.clientHeight : Math.min(76, body.clientHeight - LOWEST_PLOT)}px`;
    fillUp(
      list,
      lines.map((line) => entry(line, legend.calcs ?? [], note)),
      'series',
    );
  }
  const size = { width: box.clientWidth, height: box.clientHeight };
  const data = [lines[0].times, ...lines.map(drawable)];
  new Plot({ ...size, ...optionsOf(lines, board) }, data, box);
}

/** Logarithms are of positive numbers alone, and no number is no place on a scale. */
const drawable = ({ field }) => {
  const isLog = field.config.custom?.scaleDistribution?.type === 'log';
  return field.values.map((value) => (Number.isFinite(value) && !(isLog && value <= 0) ? value : null));
};

function entry({ field, colour }, calcs, note) {
  const told = calcs.map((calc) => {
    if (!reductions[calc]) note(`${calc} in the legend`);
    return reductions[calc] ? ` ${calc}: ${shown(field, reductions[calc](field.values)).text}` : '';
  });
  return element('span', {}, element('i', { style: `background: ${colour}` }), field.title, ...told);
}

/** What of a line's look is not drawn. */
function undrawn({ stacking, axisPlacement, lineInterpolation, thresholdsStyle, fillBelowTo } = {}) {
  const looks = {
    [`stacking ${stacking?.mode}`]: (stacking?.mode ?? 'none') !== 'none',
    [`axis at the ${axisPlacement}`]: !['auto', 'left', 'right', undefined].includes(axisPlacement),
    [`${lineInterpolation} lines`]: !['linear', 'stepAfter', 'stepBefore', undefined].includes(
      lineInterpolation,
    ),
    'thresholds as areas': thresholdsStyle?.mode?.includes('area'),
    'fill between lines': fillBelowTo,
  };
  return Object.keys(looks).filter((what) => looks[what]);
}
