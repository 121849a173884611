import { configured } from './fields.mjs';
import { instantFrames, seriesFrames, tableFrames } from './frames.mjs';
import { transformed } from './transformations.mjs';
import { builtIn, filledQuery, fillIn, variablesOf } from './variables.mjs';

const MOST_POINTS = 300;

/**
 * A dashboard with the answers to its queries, ready to be drawn: `panels` with `frames` and with `notes` on what of
 * them is not drawn. `time` is what it shows, `{ from, to }` in Unix seconds; `chosen` are values of variables.
 */
export async function boardOf(dashboard, panels, { prometheus, time, chosen }) {
  const span = Math.round(time.to - time.from);
  const range = { ...time, step: Math.max(1, Math.ceil(span / MOST_POINTS)) };
  const declared = variablesOf(dashboard, chosen);
  const variables = new Map([...declared, ...builtIn(span, range.step)]);
  const context = { prometheus, span, range, variables, dashboard };
  const filled = [];
  for (const panel of panels) filled.push(await filledPanel(panel, context));
  const annotations = [];
  for (const annotation of dashboard.annotations?.list ?? [])
    if (annotation.enable && annotation.expr) annotations.push(await filledAnnotation(annotation, context));
  return {
    title: dashboard.title,
    description: dashboard.description,
    variables: [...declared.values()].filter(({ isHidden }) => !isHidden),
    annotations,
    panels: filled,
    range,
  };
}

async function filledPanel(panel, context) {
  const notes = [];
  const note = (what) => notes.push(what);
  const text = (written = '') => fillIn(written, context.variables, 'text');
  if (panel.repeat) note(`repetition for each $${panel.repeat}`);
  const step = Math.max(context.range.step, Math.ceil(context.span / (panel.maxDataPoints ?? MOST_POINTS)));
  const asked = { ...context, range: { ...context.range, step } };
  const targets = (panel.targets ?? []).filter(({ hide }) => !hide);
  const frames = [];
  for (const target of targets) {
    const source = (target.datasource ?? panel.datasource)?.type ?? 'prometheus';
    if (source === 'prometheus')
      frames.push(...(await answer(target, targets.length > 1, `panel "${panel.title}"`, asked)));
    else note(`query ${target.refId} of data source ${source}`);
  }
  const options = panel.options?.content
    ? { ...panel.options, content: text(panel.options.content) }
    : panel.options;
  return {
    ...panel,
    ...(options && { options }),
    title: text(panel.title),
    description: text(panel.description),
    frames: configured(transformed(frames, panel.transformations, note), panel, note),
    notes,
    step,
  };
}

async function answer(target, several, place, { prometheus, range, variables, dashboard }) {
  try {
    const expr = filledQuery(target.expr, variables);
    const named = { ...target, legendFormat: fillIn(target.legendFormat ?? '', variables, 'text') };
    if (!target.instant) {
      const { from: start, to: end, step } = range;
      return seriesFrames(named, await prometheus.queryRange(expr, { start, end, step }), range);
    }
    // Drawing takes a while: all panels are to show the same moment. An order by sort() is lost.
    const moment = { start: range.to, end: range.to, step: 1 };
    const found = await prometheus.queryRange(expr, moment);
    const samples = found.map(({ labels, values }) => ({ labels, value: values[0][1] }));
    return target.format === 'table'
      ? tableFrames(named, samples, range.to, several)
      : instantFrames(named, samples, range.to);
  } catch (error) {
    throw new Error(`${dashboard.title}, ${place}, query ${target.refId}: ${error.message}`);
  }
}

/** Grafana asks once a minute where nothing is said; a picture shows little more than one. */
const UNSAID = '15s';

/** When an annotation began and ended: where its query is above zero, as Grafana asks it, each `step`. */
async function filledAnnotation(annotation, context) {
  const { name, iconColor, useValueForTime } = annotation;
  const { from, to } = context.range;
  const step = Math.max(context.range.step, Number.parseInt(annotation.step ?? UNSAID, 10));
  const range = { from: Math.floor(from / step) * step, to, step };
  const target = { ...annotation, refId: 'Anno', legendFormat: '' };
  const frames = await answer(target, false, `annotation "${name}"`, { ...context, range });
  const events = frames.flatMap(({ fields: [times, { values }] }) =>
    useValueForTime === true || useValueForTime === 'on'
      ? [...new Set(values)].filter(Number.isFinite).map((ms) => ({ from: ms / 1000, to: ms / 1000 }))
      : stretches(times.values, values),
  );
  return { name, colour: iconColor, events };
}

/** From when to when there are values above zero: `[{ from, to }]`. */
export function stretches(times, values) {
  const found = [];
  values.forEach((value, index) => {
    if (!(value > 0)) return;
    if (values[index - 1] > 0) found.at(-1).to = times[index];
    else found.push({ from: times[index], to: times[index] });
  });
  return found;
}
