import { marks } from './marks.mjs';
import { clock, inUnit } from './units.mjs';
import Plot from './uPlot.mjs';

const FONT = '11px "DejaVu Sans", sans-serif';
const grid = { stroke: '#e4e8ec', width: 1 };

/** What uPlot is told of a chart, but for its size. */
export function optionsOf(lines, board) {
  // One scale a unit, as in Grafana; the first stands on the left.
  const scales = new Map();
  for (const { field } of lines) {
    const key = scaleOf(field);
    if (!scales.has(key)) scales.set(key, field);
  }
  const axes = [...scales].map(([scale, field], index) => valueAxis(scale, field, index > 0));
  return {
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 30, 0, 0],
    scales: {
      x: { time: true, range: () => [board.range.from, board.range.to] },
      ...Object.fromEntries([...scales].map(([key, field]) => [key, scaleOptions(field)])),
    },
    axes: [timeAxis, ...axes],
    series: [{}, ...lines.map(seriesOptions)],
    hooks: { draw: [(plot) => marks(plot, lines, board.annotations, scaleOf)] },
  };
}

const scaleOf = ({ config }) => `y-${config.unit ?? 'none'}`;

const timeAxis = {
  font: FONT,
  stroke: '#55606b',
  grid,
  ticks: { show: false },
  size: 24,
  space: 90,
  values: (_, splits) => splits.map(clock),
};

const valueAxis = (scale, { config }, isRight) => ({
  scale,
  side: isRight ? 1 : 3,
  font: FONT,
  stroke: '#55606b',
  grid: { ...grid, show: !isRight },
  ticks: { show: false },
  size: widest(config),
  values: (_, splits) => labels(splits, config),
});

/** Labels in as many digits as it takes to tell them apart. */
function labels(splits, { unit, decimals }) {
  const written = (digits) => splits.map((split) => (split === null ? '' : inUnit(split, unit, digits)));
  const areDistinct = (texts) => new Set(texts.filter(Boolean)).size === texts.filter(Boolean).length;
  const digits = [decimals, 1, 2, 3, 4].find((digits) => areDistinct(written(digits)));
  return written(digits);
}

/** Room for the labels, as wide as the widest. */
const widest = () => (plot, labels, axisIndex, cycle) => {
  if (cycle > 1) return plot.axes[axisIndex]._size;
  plot.ctx.font = FONT;
  const widths = (labels ?? ['']).map((label) => plot.ctx.measureText(label ?? '').width);
  return Math.ceil(Math.max(24, ...widths)) + 12;
};

function scaleOptions({ config }) {
  const { min, max, custom = {} } = config;
  const { scaleDistribution, drawStyle, axisSoftMax } = custom;
  // A bar stands on zero.
  const axisSoftMin = custom.axisSoftMin ?? (drawStyle === 'bars' ? 0 : undefined);
  const bounded = ([low, high]) => [min ?? low, max ?? high];
  if (scaleDistribution?.type === 'log') {
    const base = scaleDistribution.log ?? 10;
    return {
      distr: 3,
      log: base,
      range: (_, low, high) => bounded(low === null ? [1, base] : Plot.rangeLog(low, high, base, true)),
    };
  }
  const soft = (low, high) => [Math.min(low, axisSoftMin ?? low), Math.max(high, axisSoftMax ?? high)];
  return { range: (_, low, high) => bounded(low === null ? [0, 1] : aroundValues(...soft(low, high))) };
}

/** A constant line stands in the middle; what is never negative has no axis below zero. */
function aroundValues(low, high) {
  const margin = high > low ? 0.08 * (high - low) : Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
}

function seriesOptions({ field, colour }) {
  const {
    drawStyle,
    lineWidth = 1,
    fillOpacity = 0,
    lineInterpolation,
    lineStyle,
    spanNulls,
  } = field.config.custom ?? {};
  const alpha = Math.round(2.55 * fillOpacity)
    .toString(16)
    .padStart(2, '0');
  const steps = { stepAfter: 1, stepBefore: -1 }[lineInterpolation];
  const paths = {
    bars: Plot.paths.bars({ size: [0.7, 60] }),
    points: () => null,
  };
  return {
    scale: scaleOf(field),
    stroke: colour,
    width: drawStyle === 'points' ? 0 : Math.max(1.5, lineWidth),
    fill:
      drawStyle === 'bars' || fillOpacity > 0
        ? colour.slice(0, 7) + (drawStyle === 'bars' && !fillOpacity ? '80' : alpha)
        : undefined,
    dash: lineStyle?.fill && lineStyle.fill !== 'solid' ? (lineStyle.dash ?? [8, 6]) : undefined,
    spanGaps: spanNulls === true,
    points: { show: drawStyle === 'points' ? true : alone, size: 5 },
    paths: paths[drawStyle] ?? (steps && Plot.paths.stepped({ align: steps })),
  };
}

/** A value without neighbours makes no line. */
const alone = (plot, index) => plot.data[index].filter((value) => value !== null).length < 3;
