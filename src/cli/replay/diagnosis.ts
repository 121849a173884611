import { report } from '../../exporter/report.js';
import type { SymptomEvent } from '../../handle.js';
import { duration, number, seconds } from '../../page/format.js';
import { explained, keyOf } from '../../symptoms/tree.js';
import type { Gap, Replayed } from './play.js';

/** What happened to a recorded run, as one wants to read it: how it ended, what came first, where, what to try. */
export function diagnosis(replayed: Replayed): string {
  return [...headline(replayed), '', ...story(replayed), '', ...conclusion(replayed)].join('\n');
}

function headline({ run, facts, began, ended, losses, gaps }: Replayed): string[] {
  const { state, step, loss, validationLoss, metrics } = report(run);
  const end = {
    running: 'the recording ends while it was running',
    finished: 'it finished',
    failed: 'it failed',
  }[state];
  const numbers = [['loss', loss], ['validation loss', validationLoss], ...Object.entries(metrics)].flatMap(
    ([name, value]) => (typeof value === 'number' ? [`${name} ${number(value)}`] : []),
  );
  return [
    `Run ${facts.run}: ${facts.model || 'a hand-written loop'} with ${facts.optimizer || 'its optimizer'} on ${facts.backend} (${facts.device}), TensorFlow.js ${facts.frameworkVersion}`,
    `Began ${new Date(1000 * began).toISOString()}; ${step} steps in ${span(ended - began)}; ${end}.`,
    ...(numbers.length > 0 ? [`Last values: ${numbers.join(', ')}.`] : []),
    ...gaps.flatMap(({ after, until, lost }) =>
      lost === undefined
        ? [`Not kept: the steps after ${after} and before ${until}; the files were full.`]
        : [],
    ),
    ...lossOf(gaps),
    ...losses.map(
      ({ file, bytes }) => `Skipped: the last ${bytes} bytes of ${file}, a record that was cut off.`,
    ),
  ];
}

/** What was lost on its way, in one line: a reader that falls behind loses frames at many places. */
function lossOf(gaps: readonly Gap[]): string[] {
  const places = gaps.filter(({ lost }) => lost !== undefined);
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return [];
  const frames = places.reduce((sum, { lost = 0 }) => sum + lost, 0);
  const before = last.until === undefined ? 'at the end' : `before step ${last.until}`;
  return [
    `Not recorded: ${frames} ${frames === 1 ? 'frame' : 'frames'} after step ${first.after} and ${before}${places.length > 1 ? `, at ${places.length} places` : ''}; the exporter thread died, or did not keep up.`,
  ];
}

function story({ events, began }: Replayed): string[] {
  if (events.length === 0) return ['No symptom was raised.'];
  const line = ({ time, event }: Replayed['events'][number]) =>
    `  ${span(time - began).padStart(9)}  step ${String(event.step).padEnd(8)} ${event.state.padEnd(8)} ${event.symptom} (${event.severity})${placeOf(event)}`;
  return ['What happened, in order:', ...events.map(line)];
}

/** The roots of what was raised, in the order in which it was, with what to try; below each what it explains. */
function conclusion({ run, events }: Replayed): string[] {
  const raised = firstOf(events.map(({ event }) => event).filter(({ state }) => state === 'raised'));
  if (raised.length === 0)
    return ['Nothing to try: see `trainvitals explain` for what would have been told.'];
  const active = new Set(run.watcher.active.map(keyOf));
  const all = raised.map((event) => explained(event, raised));
  const roots = all.filter(({ consequenceOf }) => consequenceOf.length === 0);
  const text = (event: SymptomEvent, index: number) => [
    `${index + 1}. ${event.symptom}${active.has(keyOf(event)) ? ', to the end' : ', cleared later'}: ${event.message}`,
    ...event.remedies.map((remedy, at) => `   ${at === 0 ? 'try: ' : 'then:'} ${remedy}`),
    ...all.flatMap(({ symptom, step, consequenceOf, ...at }) =>
      consequenceOf.includes(event.symptom)
        ? [`   it explains ${symptom}${placeOf(at)}, raised at step ${step}`]
        : [],
    ),
    `   runbook: ${event.runbook}`,
  ];
  const ordered = roots.length > 0 ? roots : all;
  return ['Look at, in this order:', ...ordered.flatMap(text)];
}

/** Of each symptom and place the first time. */
function firstOf(events: readonly SymptomEvent[]): SymptomEvent[] {
  const first = new Map<string, SymptomEvent>();
  for (const event of events) if (!first.has(keyOf(event))) first.set(keyOf(event), event);
  return [...first.values()];
}

type Place = Pick<SymptomEvent, 'layer' | 'variable' | 'input' | 'check'>;
const placeOf = ({ layer, variable, input, check }: Place) =>
  (layer === undefined ? '' : ` in ${layer}${variable === undefined ? '' : `/${variable}`}`) +
  (input === undefined ? '' : ` on input ${input}`) +
  (check === undefined ? '' : ` in ${check}`);

/** How long after the start. */
const span = (value: number) => (value < 60 ? seconds(value) : duration(value));
