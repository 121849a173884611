import { RingWriter, reserve } from '../../dist/channel/ring.js';
import { WatchedRun } from '../../dist/exporter/watched-run.js';
import { HEADER, type Moment } from '../../dist/frame.js';
import type { SymptomEvent } from '../../dist/handle.js';
import type { Tape } from './tape.js';

/** Plays a tape to the exporter's own run, as the exporter thread would hear it. */
export class TapePlayer {
  readonly run: WatchedRun;
  /** The last step that was played. */
  steps = 0;
  private next = 0;
  private writer: RingWriter | undefined;
  private at: Moment = { number: 0, clock: 0 };

  /** `name` is the label `run`, where it is not to be the recorded one. */
  constructor(
    private readonly tape: Tape,
    hear: (event: SymptomEvent) => void = () => {},
    name = tape.facts?.run,
  ) {
    if (!tape.facts || name === undefined)
      throw new Error('playing a tape: expected the facts of a run, found none; record it again');
    this.run = new WatchedRun({ ...tape.facts, run: name }, (message) => {
      if (message.type === 'symptom') hear(message.event);
    });
  }

  get isOver(): boolean {
    return this.next >= this.tape.entries.length;
  }

  /** Plays on through all that was told of a step, `each` after a frame. */
  advance(step: number, each: (step: number) => void = () => {}): void {
    for (let entry = this.tape.entries[this.next]; entry; entry = this.tape.entries[++this.next]) {
      if ('layout' in entry) {
        const ring = reserve(entry.layout.slots.length, 1 << 16);
        this.writer = new RingWriter(ring);
        this.run.handle({ type: 'layout', run: this.run.facts.run, layout: entry.layout, ring });
        continue;
      }
      if ('errors' in entry) {
        this.run.handle({ type: 'errors', run: this.run.facts.run, errors: entry.errors });
        continue;
      }
      const frame = entry.frame.slice();
      if ((frame[HEADER.step] ?? 0) > step) return;
      this.steps = Math.max(this.steps, frame[HEADER.step] ?? 0);
      // Messages and frames are on one tape here: nothing to wait for.
      frame[HEADER.messages] = 0;
      this.writer?.write(frame);
      this.at = { number: (frame[HEADER.number] ?? 0) + 1, clock: frame[HEADER.clock] ?? 0 };
      this.run.drain();
      each(this.steps);
    }
  }

  /** Ends the run as `close()` does. */
  finish(): void {
    this.run.handle({ type: 'state', run: this.run.facts.run, state: 'finished', at: this.at });
  }
}
