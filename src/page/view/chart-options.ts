import type uPlot from 'uplot';
import { number, seconds } from '../format.js';
import type { ChartKind, Line } from '../lines.js';
import { themeColour } from './theme.js';

const FONT = '12px system-ui, sans-serif';

/** What uPlot is told of a chart, but for its size. */
export function chartOptions(
  lines: readonly Line[],
  { unit, isLog }: { unit: ChartKind['unit']; isLog: boolean },
): Omit<uPlot.Options, 'width' | 'height'> {
  const told = unit === 'seconds' ? seconds : number;
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  for (const line of lines) {
    const stroke = () => themeColour(`series-${line.colour}`);
    const common: uPlot.Series = { spanGaps: false, points: { show: alone } };
    if (line.banded) {
      const [low, high] = [series.length, series.length + 1];
      series.push({ ...common, points: { show: false } }, { ...common, points: { show: false } });
      bands.push({ series: [high, low], fill: () => `${themeColour(`series-${line.colour}`)}40` });
    }
    series.push({ ...common, stroke, width: 1.5, ...(line.dashed ? { dash: [6, 3] } : {}) });
  }
  const axis: uPlot.Axis = {
    stroke: () => themeColour('quiet'),
    grid: { stroke: () => themeColour('line'), width: 1 },
    ticks: { stroke: () => themeColour('line'), width: 1 },
    font: FONT,
  };
  const values = (told: (value: number) => string) => (_plot: uPlot, splits: (number | null)[]) =>
    splits.map((split) => (split === null ? '' : told(split)));
  return {
    series,
    bands,
    axes: [
      { ...axis, values: values(String) },
      { ...axis, values: values(told), size: 64 },
    ],
    scales: { x: { time: false }, y: isLog ? { distr: 3 } : { range: aroundValues } },
    legend: { show: false },
    // One place on all charts: what a spike of one goes with on another is what one looks for.
    cursor: { sync: { key: 'steps' }, drag: { x: false, y: false }, y: false },
  };
}

/** A value without neighbours makes no line: validation once an epoch, a run's first step. */
const alone = (plot: uPlot, index: number): boolean =>
  (plot.data[index] ?? []).filter((value) => typeof value === 'number').length < 40;

/** A constant line stands in the middle; an empty chart has an axis. */
const aroundValues = (_plot: uPlot, min: number | null, max: number | null): [number, number] => {
  if (min === null || max === null) return [0, 1];
  const margin = max > min ? 0.08 * (max - min) : Math.abs(max) * 0.1 || 1;
  return [min >= 0 ? Math.max(0, min - margin) : min - margin, max + margin];
};
