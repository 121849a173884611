import type { Resumed } from '../channel/messages.js';
import type { Layout } from '../frame.js';
import type { VitalStore } from '../vitals/store.js';
import type { AgentErrors } from './agent-errors.js';
import type { Incoming } from './incoming.js';

/** What of a run goes on in another exporter thread. */
export interface Successor {
  readonly incoming: Incoming;
  readonly errors: AgentErrors;
  readonly store: VitalStore;
  adopt(layout: Layout): void;
}

/** Goes on where another exporter thread was: what counters stand at is nothing new. */
export function takeOver(resumed: Resumed, { incoming, errors, store, adopt }: Successor): void {
  const { layouts, ring, counters, last } = resumed;
  incoming.resume(resumed);
  for (const layout of layouts) adopt(layout);
  if (ring) incoming.read(ring);
  if (resumed.errors) errors.hear(resumed.errors);
  for (const { key, labels, value } of counters) store.continueFrom(key, labels, value);
  if (!last) return;
  store.step = last.step;
  store.set('lastStep', last.time);
  store.set('lastActivity', last.time);
}
