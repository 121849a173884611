import type { TimedEvent } from './contract.js';
import { gravity } from './symptom-tree.js';

/** Symptoms that were raised at about the same place of a chart. */
export interface Marker {
  readonly x: number;
  readonly step: number;
  readonly label: string;
  readonly severity: TimedEvent['severity'];
}

/** Nearer than this, in CSS pixels, two lines cannot be told apart. */
const NEAR = 6;

/** Where symptoms were raised, left to right; `place` tells where a step is, undefined where it is not shown. */
export function markersOf(
  events: readonly TimedEvent[],
  place: (step: number) => number | undefined,
): Marker[] {
  const raised = events.filter(({ state }) => state === 'raised').sort((a, b) => a.step - b.step);
  const groups: { x: number; members: TimedEvent[] }[] = [];
  for (const event of raised) {
    const x = place(event.step);
    if (x === undefined) continue;
    const last = groups.at(-1);
    if (last && x - last.x < NEAR) last.members.push(event);
    else groups.push({ x, members: [event] });
  }
  return groups.map(({ x, members }) => {
    const worst = members.reduce((a, b) => (gravity(b) > gravity(a) ? b : a));
    const others = new Set(members.map(({ symptom }) => symptom)).size - 1;
    const label = others > 0 ? `${worst.symptom} +${others}` : worst.symptom;
    return { x, step: members[0]?.step ?? 0, label, severity: worst.severity };
  });
}
