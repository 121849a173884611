import { css } from './colours.mjs';

/** Thresholds of the lines, and annotations, on a chart that uPlot has drawn. */
export function marks(plot, lines, annotations, scaleOf) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height + 4);
  ctx.clip();
  for (const { field } of firstOfQuery(lines)) thresholds(plot, field, scaleOf(field));
  for (const { colour, events } of annotations) for (const event of events) mark(plot, css(colour), event);
  ctx.restore();
}

/** Lines of a query share its thresholds. */
const firstOfQuery = (lines) => [...new Map(lines.toReversed().map((line) => [line.refId, line])).values()];

function thresholds({ ctx, bbox, valToPos }, { config }, scale) {
  const mode = config.custom?.thresholdsStyle?.mode ?? 'off';
  if (!mode.includes('line') && !mode.includes('dashed')) return;
  ctx.lineWidth = 1.5;
  ctx.setLineDash(mode.includes('dashed') ? [9, 6] : []);
  for (const { value, color } of config.thresholds?.steps ?? []) {
    if (!Number.isFinite(value)) continue;
    const y = Math.round(valToPos(value, scale, true));
    line(ctx, css(color), [bbox.left, y], [bbox.left + bbox.width, y]);
  }
}

/** A dashed line where it began, and below the axis how long it lasted. */
function mark({ ctx, bbox, valToPos }, colour, { from, to }) {
  const bottom = bbox.top + bbox.height;
  const [start, end] = [from, to].map((time) => Math.round(valToPos(time, 'x', true)));
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  line(ctx, colour, [start + 0.5, bbox.top], [start + 0.5, bottom]);
  ctx.fillStyle = colour;
  ctx.fillRect(start, bottom + 1, Math.max(3, end - start), 3);
}

function line(ctx, colour, from, to) {
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}
