import type { RunFacts } from '../../channel/messages.js';
import { TrainvitalsError } from '../../errors.js';
import { WatchedRun } from '../../exporter/watched-run.js';
import type { SymptomEvent } from '../../handle.js';
import { entriesOf, type Loss } from '../../recording/recording.js';

/** Frames that the recording lacks. */
export interface Gap {
  /** Steps of the frames beside it: that of the last before it, and of the first after it, if there is one. */
  readonly after: number;
  readonly until: number | undefined;
  /** How many were lost before they were recorded; undefined where files were removed, as there were too many. */
  readonly lost: number | undefined;
}

/** A recorded run, decided again. */
export interface Replayed {
  readonly run: WatchedRun;
  readonly facts: RunFacts;
  /** What was raised and cleared, in order, with its time. */
  readonly events: readonly { readonly time: number; readonly event: SymptomEvent }[];
  readonly losses: readonly Loss[];
  readonly gaps: readonly Gap[];
  /** Unix time of the first and the last entry, in seconds. */
  readonly began: number;
  readonly ended: number;
}

/** Time alone decides too: it is looked at each second, in a long silence at so many moments. */
const LOOKS = 1000;

/** Plays a recording through the windows and detectors of today. `symptoms` go before what the run was watched with. */
export function play(path: string, symptoms: RunFacts['symptoms'] = {}): Replayed {
  const losses: Loss[] = [];
  const events: { time: number; event: SymptomEvent }[] = [];
  const gaps: Gap[] = [];
  let facts: RunFacts | undefined;
  let run: WatchedRun | undefined;
  let part = 0;
  let isGap = false;
  /** Frames of the run so far, and how many were lost before the next. */
  let number = 0;
  let lost = 0;
  let isForeign = false;
  let step = 0;
  let now: number | undefined;
  /** By how much the clock was set since the run began: all is told by the clock of then. */
  let set = 0;
  const pass = (time: number) => {
    const from = now ?? time;
    const each = Math.max(1, (time - from) / LOOKS);
    for (let at = from + each; at < time; at += each) {
      now = at;
      run?.tick(at);
    }
    now = time;
  };
  for (const entry of entriesOf(path, (loss) => losses.push(loss))) {
    if (entry.note === 'begin') {
      // A file that another run left under this name.
      isForeign = facts !== undefined && entry.facts.started !== facts.started;
      if (isForeign) continue;
      isGap = run !== undefined && entry.part > part + 1;
      part = entry.part;
      if (run) continue;
      const { record: _, ...others } = entry.facts;
      facts = { ...others, symptoms: merged(others.symptoms, symptoms) };
      now = facts.started;
      run = new WatchedRun(facts, (message) => {
        if (message.type === 'symptom') events.push({ time: now ?? 0, event: message.event });
      });
    } else if (isForeign) continue;
    else if (entry.note === 'layout')
      run?.handle({ type: 'layout', run: facts?.run ?? '', layout: entry.layout });
    else if (entry.note === 'state') {
      const time = entry.time - set;
      pass(time);
      // After a takeover a state is told again: that begins and ends nothing.
      if (entry.state !== run?.state) run?.changeState(entry.state, time);
    } else if (entry.note === 'clock') {
      ({ set } = entry);
    } else if (entry.note === 'number') {
      lost += Math.max(0, entry.next - number);
      number = entry.next;
    } else {
      const frame = { ...entry.frame, time: entry.frame.time - set };
      if (isGap || lost > 0) gaps.push({ after: step, until: frame.step, lost: isGap ? undefined : lost });
      isGap = false;
      lost = 0;
      number++;
      ({ step } = frame);
      pass(frame.time);
      run?.observe(frame);
    }
  }
  if (!run || !facts)
    throw new TrainvitalsError('RECORDING', `nothing was recorded in ${path}: the process ended first`);
  if (lost > 0) gaps.push({ after: step, until: undefined, lost });
  return { run, facts, events, losses, gaps, began: facts.started, ended: now ?? facts.started };
}

/** Limits that are set now go before those of the run, one by one. */
function merged(own: RunFacts['symptoms'], set: RunFacts['symptoms']): RunFacts['symptoms'] {
  const both = Object.entries(set).map(([id, to]) => {
    const was = own[id];
    return [id, typeof to === 'object' && typeof was === 'object' ? { ...was, ...to } : to] as const;
  });
  return { ...own, ...Object.fromEntries(both) };
}
