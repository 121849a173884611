import { TrainvitalsError } from '../errors.js';
import { frameKinds, HEADER, type SentFrame } from '../frame.js';

/**
 * Positions in the control block: frames written, frames read, frames dropped, messages that went the other way, frames
 * before the one that lies in the first place.
 */
const WRITTEN = 0;
const READ = 1;
const DROPPED = 2;
const TOLD = 3;
const BASE = 4;
/** A multiple of the bytes of a value. */
const CONTROL_BYTES = 24;

/** Memory of a ring as it travels to the exporter thread. */
export interface RingMemory {
  readonly buffer: SharedArrayBuffer;
  /** Frames; a power of two, so that the counters may wrap, or none. */
  readonly frames: number;
  /** Values of a frame, header not counted. */
  readonly width: number;
}

/**
 * Reserves shared memory for frames of `width` values: about 8 MiB, between 16 and 4096 frames; 16, where there is no
 * memory for more. Throws where there is none for those either.
 */
export function reserve(width: number, bytes = 8 * 2 ** 20): RingMemory {
  const stride = 8 * (HEADER.length + width);
  const frames = 2 ** Math.min(12, Math.max(4, Math.floor(Math.log2(bytes / stride))));
  const memory = (some: number) => ({
    buffer: new SharedArrayBuffer(CONTROL_BYTES + some * stride),
    frames: some,
    width,
  });
  try {
    return memory(frames);
  } catch {
    // Fewer may fit.
  }
  try {
    return memory(16);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TrainvitalsError(
      'EXPORTER',
      `reserving ${16 * stride} bytes of shared memory for the metrics of steps: ${reason}; free some, or raise the memory limit of the process`,
    );
  }
}

/** A ring without room, where there is no memory for another: all that is written to it is dropped and counted. */
export const roomless = (): RingMemory => ({
  buffer: new SharedArrayBuffer(CONTROL_BYTES),
  frames: 0,
  width: 0,
});

function views({ buffer, frames, width }: RingMemory) {
  const stride = HEADER.length + width;
  return {
    control: new Int32Array(buffer, 0, CONTROL_BYTES / 4),
    data: new Float64Array(buffer, CONTROL_BYTES, frames * stride),
    stride,
  };
}

/** Where the frame of this number lies. */
const placeOf = (number: number, control: Int32Array, frames: number): number =>
  ((number - Atomics.load(control, BASE)) >>> 0) % frames;

/** The training thread's end: a copy into shared memory, or a count; never a wait. */
export class RingWriter {
  readonly width: number;
  private readonly control: Int32Array;
  private readonly data: Float64Array;
  private readonly stride: number;

  constructor(readonly memory: RingMemory) {
    ({ control: this.control, data: this.data, stride: this.stride } = views(memory));
    this.width = memory.width;
  }

  /**
   * Copies a frame (header and values) in; drops and counts it when the reader is a whole ring behind, or when it is wider
   * than the ring and would spoil the one beside it. When all was read it begins at the first place again: memory that
   * was not used for long, or never, costs more than the copy.
   */
  write(frame: Float64Array): boolean {
    const written = Atomics.load(this.control, WRITTEN);
    const unread = (written - Atomics.load(this.control, READ)) | 0;
    if (unread >= this.memory.frames || frame.length > this.stride) {
      Atomics.add(this.control, DROPPED, 1);
      return false;
    }
    // The reader looks at it only where there is something to read.
    if (unread === 0) Atomics.store(this.control, BASE, written);
    this.data.set(frame, placeOf(written, this.control, this.memory.frames) * this.stride);
    Atomics.store(this.control, WRITTEN, (written + 1) | 0);
    return true;
  }

  /** Frames that were written and not read. */
  get unread(): number {
    return (Atomics.load(this.control, WRITTEN) - Atomics.load(this.control, READ)) | 0;
  }

  /** Leaves out the frame that a reader was at when it died, which it may have died of. Only where there is no reader. */
  skip(): void {
    if (this.unread === 0) return;
    Atomics.add(this.control, READ, 1);
    Atomics.add(this.control, DROPPED, 1);
  }

  /** Messages that the reader has sent so far: to look for one costs as much as writing a frame. */
  get told(): number {
    return Atomics.load(this.control, TOLD);
  }

  /** Waits, at most so many milliseconds, until the reader is done with every frame. */
  waitUntilRead(milliseconds: number): void {
    const end = performance.now() + milliseconds;
    const written = Atomics.load(this.control, WRITTEN);
    for (
      let read = Atomics.load(this.control, READ);
      read !== written;
      read = Atomics.load(this.control, READ)
    ) {
      const left = end - performance.now();
      if (left <= 0) return;
      Atomics.wait(this.control, READ, read, left);
    }
  }

  get dropped(): number {
    return Atomics.load(this.control, DROPPED);
  }
}

/** The exporter thread's end. */
export class RingReader {
  private readonly control: Int32Array;
  private readonly data: Float64Array;
  private readonly stride: number;

  constructor(private readonly memory: RingMemory) {
    ({ control: this.control, data: this.data, stride: this.stride } = views(memory));
  }

  /** Frames that wait to be read. */
  get unread(): number {
    return (Atomics.load(this.control, WRITTEN) - Atomics.load(this.control, READ)) | 0;
  }

  /** The oldest unread frame, a view into the ring; it stays until `advance`. */
  peek(): SentFrame | undefined {
    const read = Atomics.load(this.control, READ);
    if (Atomics.load(this.control, WRITTEN) === read) return undefined;
    const at = placeOf(read, this.control, this.memory.frames) * this.stride;
    const header = (field: number) => this.data[at + field] ?? 0;
    return {
      kind: frameKinds[header(HEADER.kind)] ?? 'step',
      layout: header(HEADER.layout),
      messages: header(HEADER.messages),
      step: header(HEADER.step),
      time: header(HEADER.time),
      sampled: header(HEADER.sampled) === 1,
      number: header(HEADER.number),
      clock: header(HEADER.clock),
      values: this.data.subarray(at + HEADER.length, at + this.stride),
    };
  }

  /** A message, or several, is on its way to the writer. */
  tell(messages = 1): void {
    Atomics.add(this.control, TOLD, messages);
  }

  get told(): number {
    return Atomics.load(this.control, TOLD);
  }

  advance(): void {
    Atomics.store(this.control, READ, (Atomics.load(this.control, READ) + 1) | 0);
    // The writer waits for it when a run breaks; without a waiter this is a few nanoseconds.
    Atomics.notify(this.control, READ);
  }

  get dropped(): number {
    return Atomics.load(this.control, DROPPED);
  }
}
