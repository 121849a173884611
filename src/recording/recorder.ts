import { closeSync, fstatSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import type { RunFacts } from '../channel/messages.js';
import { keepNewest, type Layout, type Moment, type SentFrame } from '../frame.js';
import type { RunState } from '../handle.js';
import { VERSION } from '../version.js';
import { FrameCodec } from './frames.js';
import { partName, partsOf } from './parts.js';
import { FRAME, framed, MAGIC, NOTE, type Note } from './records.js';

/** A file of a recording grows to this; then the next one begins. */
export const PART_BYTES = 32 * 2 ** 20;

/**
 * Writes a run to disk, frame by frame, append-only. What was flushed survives the process; a record that was cut off is
 * told by its checksum. Errors of the disk are the caller's to hear.
 */
export class Recorder {
  private file: number | undefined;
  private part = 0;
  private written = 0;
  private waiting: Buffer[] = [];
  private readonly layouts = new Map<number, Layout>();
  private codecs = new Map<number, FrameCodec>();
  /** What the file says so far of where in the run it is; nothing at the beginning of one that is not the first. */
  private at: Partial<Moment> = { number: 0, clock: 0 };

  private readonly facts: RunFacts;

  private readonly partBytes: number;

  /**
   * `path` is there and empty: see `reserve`. With `isContinued` another thread has written to it before: the next file
   * begins, as the end of that one's may be torn.
   */
  constructor(
    private readonly path: string,
    { record: _, ...facts }: RunFacts,
    { partBytes = PART_BYTES, isContinued = false }: { partBytes?: number; isContinued?: boolean } = {},
  ) {
    this.facts = facts;
    this.partBytes = partBytes;
    if (isContinued) {
      this.part = (partsOf(path).at(-1)?.part ?? 0) + 1;
      this.removeOld();
    }
    this.open();
  }

  layout(layout: Layout): void {
    this.layouts.set(layout.id, layout);
    keepNewest(this.layouts);
    this.codecs.delete(layout.id);
    this.note({ note: 'layout', layout });
  }

  state(state: RunState, time: number, at: Moment): void {
    this.follow(at);
    this.note({ note: 'state', state, time });
  }

  frame(frame: SentFrame): void {
    const codec = this.codecOf(frame.layout);
    if (!codec) return;
    this.follow(frame);
    this.waiting.push(framed(FRAME, codec.encode(frame)));
    this.at = { number: frame.number + 1, clock: frame.clock };
  }

  /** Hands what has come since to the system; begins the next file where this one is full. */
  flush(): void {
    if (this.file === undefined || this.waiting.length === 0) return;
    const bytes = Buffer.concat(this.waiting);
    this.waiting = [];
    for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at);
    this.written += bytes.length;
    // Else all that comes would be lost, and nobody would hear of it.
    if (fstatSync(this.file).nlink === 0)
      throw new Error(`${partName(this.path, this.part)} was removed while it was written`);
    if (this.written >= this.partBytes) this.next();
  }

  close(): void {
    this.flush();
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  /** Lets go of the file without another write. */
  abandon(): void {
    try {
      if (this.file !== undefined) closeSync(this.file);
    } catch {
      // The disk is gone, and so is what would be said of it.
    }
    this.file = undefined;
  }

  private next(): void {
    this.close();
    this.part++;
    this.removeOld();
    this.open();
  }

  /** Of the later files the newest stay that together have what one of full size has: after a death they are short. */
  private removeOld(): void {
    const earlier = partsOf(this.path).filter(({ part }) => part > 0 && part < this.part);
    let kept = 0;
    for (const { file } of earlier.reverse()) {
      if (kept >= this.partBytes) rmSync(file, { force: true });
      else kept += statSync(file).size;
    }
  }

  private open(): void {
    this.file = openSync(partName(this.path, this.part), this.part === 0 ? 'a' : 'w');
    this.written = 0;
    this.codecs = new Map();
    if (this.part > 0) this.at = {};
    this.waiting.push(MAGIC);
    this.note({ note: 'begin', facts: this.facts, version: VERSION, part: this.part });
    for (const layout of this.layouts.values()) this.note({ note: 'layout', layout });
  }

  /** Says where in the run what comes now was sent, where that does not follow from what came before. */
  private follow({ number, clock }: Moment): void {
    if (clock !== this.at.clock) this.note({ note: 'clock', set: clock });
    if (number !== this.at.number) this.note({ note: 'number', next: number });
    this.at = { number, clock };
  }

  private codecOf(id: number): FrameCodec | undefined {
    const layout = this.layouts.get(id);
    const codec = this.codecs.get(id) ?? (layout && new FrameCodec(layout.slots.length));
    if (codec) this.codecs.set(id, codec);
    keepNewest(this.codecs);
    return codec;
  }

  private note(note: Note): void {
    this.waiting.push(framed(NOTE, Buffer.from(JSON.stringify(note))));
  }
}
