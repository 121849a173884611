import type { TimedEvent } from '../contract.js';
import { clock, plural } from '../format.js';
import type { Store } from '../store.js';
import { whereOf } from '../symptom-tree.js';
import { byId, element, write } from './dom.js';

/** A list that nobody reads to its end must not slow the page. */
const MOST_SHOWN = 500;
let drawn: TimedEvent | undefined;
let count = 0;

const nameOf = (event: TimedEvent): string => {
  const where = whereOf(event);
  return `${event.symptom}${where === undefined ? '' : ` in ${where}`}`;
};

/** What was raised and cleared, the newest first. */
export function drawEvents({ events }: Store): void {
  const last = events.at(-1);
  if (last === drawn && count === events.length) return;
  [drawn, count] = [last, events.length];
  const summary = events.length === 0 ? 'Nothing was raised.' : plural(events.length, 'event');
  write(byId('events-summary', HTMLElement), summary);
  const items = events
    .slice(-MOST_SHOWN)
    .reverse()
    .map((event) => {
      const text = `${clock(event.time)}, step ${event.step}: ${event.state} ${nameOf(event)}, ${event.severity}, value ${event.written.value}, limit ${event.written.limit}`;
      return element('li', {}, text);
    });
  const list = byId('event-list', HTMLOListElement);
  list.start = events.length;
  list.replaceChildren(...items);
}

/** Unix time of the newest event that was announced; what was there when the page opened is there to be read. */
const MOST_ANNOUNCED = 20;
let announced: number | undefined;

/** Tells a screen reader what was raised since the last message. */
export function announce({ events }: Store): void {
  const log = byId('announcement', HTMLDivElement);
  const newest = Math.max(announced ?? 0, ...events.map(({ time }) => time));
  if (announced !== undefined) {
    const raised = events.filter(({ state, time }) => state === 'raised' && time > (announced ?? 0));
    for (const event of raised)
      log.append(
        element('p', {}, `${event.severity}: ${nameOf(event)}, since step ${event.step}. ${event.message}`),
      );
    while (log.children.length > MOST_ANNOUNCED) log.firstElementChild?.remove();
  }
  announced = newest;
}

/** Another run begins: its events are not news. */
export function forgetAnnounced(): void {
  announced = undefined;
}
