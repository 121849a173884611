import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TrainvitalsError } from '../errors.js';
import type { Frame } from '../frame.js';
import { FrameCodec, layoutOf } from './frames.js';
import { noteOf } from './notes.js';
import { partsOf } from './parts.js';
import { checksum, FRAME, HEAD, LONGEST, MAGIC, NOTE, type Note } from './records.js';

/** One thing that was recorded. */
export type Entry = Note | { readonly note: 'frame'; readonly frame: Frame };

/** What a recording lacks. */
export interface Loss {
  readonly file: string;
  /** Bytes at its end that are no whole record: the process ended while it wrote. */
  readonly bytes: number;
}

/**
 * Reads a recording with all its files, entry by entry. What is torn is told to `lost` and skipped. Throws one line for a
 * file that is none.
 */
export function* entriesOf(path: string, lost: (loss: Loss) => void): Generator<Entry> {
  const first = resolve(path);
  if (!existsSync(first)) refuse(path, 'there is no such file');
  for (const { file } of partsOf(first)) yield* entriesIn(file, lost);
}

function* entriesIn(file: string, lost: (loss: Loss) => void): Generator<Entry> {
  const bytes = read(file);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    // The process ended before it wrote anything.
    if (MAGIC.subarray(0, bytes.length).equals(bytes)) return;
    refuse(file, 'it does not begin as one');
  }
  const codecs = new Map<number, FrameCodec>();
  let at = MAGIC.length;
  while (at < bytes.length) {
    const record = recordAt(bytes, at);
    const entry = record && entryOf(record, codecs);
    if (!record || !entry) {
      lost({ file, bytes: bytes.length - at });
      return;
    }
    at += HEAD + record.length;
    yield entry;
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    return refuse(file, error instanceof Error ? error.message : String(error));
  }
}

/** The record that begins there; undefined where it is not whole. */
function recordAt(bytes: Buffer, at: number): Buffer | undefined {
  if (bytes.length - at < HEAD) return undefined;
  const length = bytes.readUInt32LE(at);
  if (length === 0 || length > LONGEST || at + HEAD + length > bytes.length) return undefined;
  const record = bytes.subarray(at + HEAD, at + HEAD + length);
  return checksum(record) === bytes.readUInt32LE(at + 4) ? record : undefined;
}

/** What a whole record says; undefined where it makes no sense after what came before. */
function entryOf(record: Buffer, codecs: Map<number, FrameCodec>): Entry | undefined {
  const body = record.subarray(1);
  try {
    if (record[0] === NOTE) {
      const note = noteOf(JSON.parse(body.toString()));
      if (note?.note === 'layout') codecs.set(note.layout.id, new FrameCodec(note.layout.slots.length));
      return note;
    }
    const codec = record[0] === FRAME ? codecs.get(layoutOf(body)) : undefined;
    return codec && { note: 'frame', frame: codec.decode(body) };
  } catch {
    return undefined;
  }
}

function refuse(file: string, found: string): never {
  throw new TrainvitalsError(
    'RECORDING',
    `expected a recording of trainvitals (option "record" of watch()) in ${file}: ${found}`,
  );
}
