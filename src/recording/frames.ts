import { ABSENT, type Frame, frameKinds } from '../frame.js';

/** Kind, sampled, layout, step, time. */
const FIXED = 1 + 1 + 4 + 8 + 8;
/** How a value is written, two bits each. */
const NOT = 0;
const SAME = 1;
const SINGLE = 2;
const DOUBLE = 3;

/**
 * Frames as bytes and back, of one layout: two bits a value, and then those that are there and not what they were,
 * as float32 where that is exact. A step without every statistic takes some 60 bytes and a quarter of one a slot.
 */
export class FrameCodec {
  private readonly last: Float64Array;
  /** A frame at its longest. */
  private readonly room: Buffer;

  constructor(private readonly slots: number) {
    this.last = new Float64Array(slots).fill(ABSENT);
    this.room = Buffer.alloc(FIXED + Math.ceil(slots / 4) + 8 * slots);
  }

  /** Good until the next frame. */
  encode({ kind, sampled, layout, step, time, values }: Frame): Uint8Array {
    const buffer = this.room;
    buffer[0] = frameKinds.indexOf(kind);
    buffer[1] = Number(sampled);
    buffer.writeUInt32LE(layout, 2);
    buffer.writeDoubleLE(step, 6);
    buffer.writeDoubleLE(time, 14);
    const mask = FIXED;
    let at = mask + Math.ceil(this.slots / 4);
    buffer.fill(0, mask, at);
    for (let slot = 0; slot < this.slots; slot++) {
      const value = values[slot] ?? ABSENT;
      if (value === ABSENT) continue;
      const how = Object.is(value, this.last[slot])
        ? SAME
        : Object.is(Math.fround(value), value)
          ? SINGLE
          : DOUBLE;
      buffer[mask + (slot >> 2)] = (buffer[mask + (slot >> 2)] ?? 0) | (how << (2 * (slot & 3)));
      this.last[slot] = value;
      if (how === SINGLE) at = buffer.writeFloatLE(value, at);
      else if (how === DOUBLE) at = buffer.writeDoubleLE(value, at);
    }
    return buffer.subarray(0, at);
  }

  /** The frame of bytes that `encode` gave, in the order in which it gave them; throws where they cannot be that. */
  decode(bytes: Buffer): Frame {
    const kind = frameKinds[bytes[0] ?? -1];
    if (!kind) throw new Error('a frame of an unknown kind');
    const values = new Float64Array(this.slots).fill(ABSENT);
    let at = FIXED + Math.ceil(this.slots / 4);
    for (let slot = 0; slot < this.slots; slot++) {
      const how = ((bytes[FIXED + (slot >> 2)] ?? 0) >> (2 * (slot & 3))) & 3;
      if (how === NOT) continue;
      if (how === SINGLE) {
        this.last[slot] = bytes.readFloatLE(at);
        at += 4;
      } else if (how === DOUBLE) {
        this.last[slot] = bytes.readDoubleLE(at);
        at += 8;
      }
      values[slot] = this.last[slot] ?? ABSENT;
    }
    return {
      kind,
      sampled: bytes[1] === 1,
      layout: layoutOf(bytes),
      step: bytes.readDoubleLE(6),
      time: bytes.readDoubleLE(14),
      values,
    };
  }
}

/** The layout of a frame's bytes. */
export const layoutOf = (bytes: Buffer): number => bytes.readUInt32LE(2);
