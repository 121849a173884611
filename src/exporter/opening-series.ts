import type { RunFacts } from '../channel/messages.js';
import type { Layout } from '../frame.js';
import { series } from '../series.js';
import type { VitalStore } from '../vitals/store.js';

/** Sets the series that a run has before its first frame: what is known of it, and nothing that was measured. */
export function setOpeningSeries(
  store: VitalStore,
  { started, isAcceleratorUnused, preflight = [] }: RunFacts,
): void {
  store.set('runStart', started);
  store.set('acceleratorUnused', Number(isAcceleratorUnused));
  for (const { check, severity, failed } of preflight)
    store.set('preflightCheck', Number(failed), { check, severity });
  store.set('lastStep', started);
  store.set('lastActivity', started);
  store.set('agentSeriesDropped', 0);
}

/** A counter is there from the start, at 0, so that its first increase can be seen. */
export function startCounters(store: VitalStore, { slots }: Layout): void {
  for (const { key, labels } of slots) {
    if (series[key].kind === 'counter' && store.get(key, labels) === undefined) store.set(key, 0, labels);
  }
}
