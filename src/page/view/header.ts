import { clock, duration, number, percent, seconds } from '../format.js';
import type { Store } from '../store.js';
import { worstOf } from '../symptom-tree.js';
import type { ConnectionState } from './connection.js';
import { arrange, byId, element, write } from './dom.js';

/** The tab's title: it is what one sees of a page that is not in front. */
export function titleOf({ report }: Store): string {
  if (!report) return 'trainvitals';
  const worst = worstOf(report.symptoms);
  const symptom = worst ? `${worst.severity}: ${worst.symptom} – ` : '';
  return `${symptom}${report.state} – ${report.run} – trainvitals`;
}

/** Seconds to the planned end, undefined where there is none to expect. */
export function remaining({ report }: Store): number | undefined {
  if (report?.state !== 'running' || report.plannedSteps === null || !report.stepsPerSecond) return undefined;
  return Math.max(0, report.plannedSteps - report.step) / report.stepsPerSecond;
}

/** State, progress and the numbers of now. */
export function drawHeader(store: Store): void {
  const { report, facts } = store;
  if (!report) return;
  write(byId('run', HTMLHeadingElement), report.run);
  drawProgress(store);
  const numbers: [string, string][] = [
    ['State', report.state],
    ['Symptoms', report.symptoms.length === 0 ? 'none' : `${report.symptoms.length} active`],
    ['Loss', told(store, 'loss', report.loss)],
    ['Validation loss', told(store, 'validationLoss', report.validationLoss)],
    ...Object.entries(report.metrics).map(([name, value]): [string, string] => [
      name,
      told(store, `metric:${name}`, value),
    ]),
    ['Steps per second', number(report.stepsPerSecond ?? undefined)],
    ['Step time', seconds(store.latest('stepDuration'))],
    ['Agent overhead', percent(report.overhead ?? undefined)],
  ];
  drawPairs(byId('numbers', HTMLDListElement), numbers);
  if (facts)
    drawPairs(byId('facts', HTMLDListElement), [
      ['Model', facts.model],
      ['Optimizer', facts.optimizer],
      ['Backend', facts.backend],
      ['Device', facts.device],
      ['TensorFlow.js', facts.frameworkVersion],
    ]);
}

/** The report cannot tell what is not finite from what was not measured; the columns can. */
const told = (store: Store, name: string, value: number | null) => number(value ?? store.latest(name));

function drawProgress(store: Store): void {
  const { report, now, started } = store;
  if (!report) return;
  const bar = byId('progress', HTMLProgressElement);
  bar.hidden = report.plannedSteps === null;
  bar.max = Math.max(1, report.plannedSteps ?? 1);
  bar.value = report.step;
  const left = remaining(store);
  const parts = [
    report.plannedSteps === null
      ? `Step ${report.step}`
      : `Step ${report.step} of ${report.plannedSteps} (${Math.floor((100 * report.step) / bar.max)} %)`,
    // The server's clock goes on after the run's end.
    report.state === 'running' ? `${duration(now - started)} since the start` : '',
    left === undefined ? '' : `about ${duration(left)} left, until ${clock(now + left)}`,
  ];
  write(byId('progress-text', HTMLSpanElement), parts.filter(Boolean).join('; '));
}

function drawPairs(list: HTMLDListElement, pairs: readonly [string, string][]): void {
  const groups = pairs.map(([name, value], index) => {
    const group = list.children[index] ?? element('div', {}, element('dt'), element('dd'));
    const [term, description] = group.children;
    if (term && description) {
      write(term, name);
      write(description, value);
    }
    return group;
  });
  arrange(list, groups);
}

/** What the page knows of the process behind it. */
export function drawConnection(state: ConnectionState, lastMessage: number | undefined): void {
  const since = lastMessage === undefined ? '' : `; last values of ${clock(lastMessage)}`;
  const texts: Readonly<Record<ConnectionState, string>> = {
    waiting: 'Waiting for a run',
    connecting: 'Connecting',
    live: 'Live',
    silent: `Nothing is heard any more; connecting again${since}`,
    reconnecting: `Reconnecting${since}`,
    gone: `The run's process is gone${since}`,
  };
  const indicator = byId('connection', HTMLParagraphElement);
  indicator.dataset.state = state;
  write(indicator, texts[state]);
}
