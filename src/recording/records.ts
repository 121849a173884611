import type { RunFacts } from '../channel/messages.js';
import type { Layout } from '../frame.js';
import type { RunState } from '../handle.js';

/** The first bytes of every file of a recording; the number is the format's. */
export const MAGIC = Buffer.from('trainvitals recording 1\n');

/** What stands in a recording beside frames, as JSON. */
export type Note =
  | {
      readonly note: 'begin';
      readonly facts: RunFacts;
      readonly version: string;
      /** Files of the recording before this one. */
      readonly part: number;
    }
  | { readonly note: 'layout'; readonly layout: Layout }
  /** Later times are by a clock that was set by so many seconds since the run began. */
  | { readonly note: 'clock'; readonly set: number }
  /** So many frames of the run are before the next: what lies between, and is not there, was lost. */
  | { readonly note: 'number'; readonly next: number }
  | { readonly note: 'state'; readonly state: RunState; readonly time: number };

/** What a record holds: its first byte. */
export const NOTE = 1;
export const FRAME = 2;

/** Length and checksum in front of each record. */
export const HEAD = 8;
/** No record is longer: what says so is torn. */
export const LONGEST = 2 ** 28;

/** A record as it stands in the file: bytes that follow, their checksum, the bytes. */
export function framed(type: number, body: Uint8Array): Buffer {
  const record = Buffer.allocUnsafe(HEAD + 1 + body.length);
  record.writeUInt32LE(1 + body.length, 0);
  record[HEAD] = type;
  record.set(body, HEAD + 1);
  record.writeUInt32LE(checksum(record.subarray(HEAD)), 4);
  return record;
}

/** FNV-1a, 32 bits. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
