import type { TimedEvent } from '../page/contract.js';

/** So many of the first and so many of the last events are kept. */
const KEPT = 500;

/** What was raised and cleared, in bounded memory: how it began, and what was last. */
export class EventLog {
  /** Events so far. */
  count = 0;
  private readonly first: TimedEvent[] = [];
  private readonly last: { readonly number: number; readonly event: TimedEvent }[] = [];

  add(event: TimedEvent): void {
    this.count++;
    if (this.first.length < KEPT) {
      this.first.push(event);
      return;
    }
    this.last.push({ number: this.count, event });
    if (this.last.length > KEPT) this.last.shift();
  }

  /** Those that are kept, without the first `seen` ones. */
  since(seen: number): TimedEvent[] {
    const later = this.last.flatMap(({ number, event }) => (number > seen ? [event] : []));
    return [...this.first.slice(seen), ...later];
  }
}
