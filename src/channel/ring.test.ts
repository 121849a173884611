import { expect, test } from 'vitest';
import { ABSENT, HEADER } from '../frame.js';
import { seeded } from '../preflight/random.js';
import { RingReader, RingWriter, reserve } from './ring.js';

const frame = (step: number, ...values: number[]) => {
  const numbers = new Float64Array(HEADER.length + values.length);
  numbers[HEADER.step] = step;
  numbers.set(values, HEADER.length);
  return numbers;
};

test('the writer is told of messages that went the other way', () => {
  const memory = reserve(3);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  expect(writer.told).toBe(0);
  reader.tell();
  reader.tell(4);
  expect([writer.told, reader.told]).toEqual([5, 5]);
});

test('frames arrive in order, and "not measured" stays apart from NaN', () => {
  const memory = reserve(3);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  writer.write(frame(1, Number.NaN, ABSENT, -0));
  writer.write(frame(2, Number.POSITIVE_INFINITY, 1, 2));
  const first = reader.peek();
  expect(first?.step).toBe(1);
  expect([...(first?.values ?? [])]).toEqual([Number.NaN, ABSENT, -0]);
  reader.advance();
  expect(reader.peek()?.step).toBe(2);
  reader.advance();
  expect(reader.peek()).toBeUndefined();
});

test('a reader a whole ring behind costs frames, which are counted, and never a wait', () => {
  const memory = reserve(4, 1);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  for (let step = 0; step < memory.frames + 5; step++) writer.write(frame(step, 0, 0, 0, 0));
  expect(writer.dropped).toBe(5);
  expect(reader.dropped).toBe(5);
  const steps: number[] = [];
  for (let next = reader.peek(); next; next = reader.peek()) {
    steps.push(next.step);
    reader.advance();
  }
  expect(steps).toEqual(Array.from({ length: memory.frames }, (_, step) => step));
});

test('the counters wrap around 32 bits without losing a frame', () => {
  const memory = reserve(1, 1);
  new Int32Array(memory.buffer, 0, 2).fill(2 ** 31 - 3);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  for (let step = 0; step < 10; step++) {
    expect(writer.write(frame(step, step))).toBe(true);
    expect(reader.peek()?.values[0]).toBe(step);
    reader.advance();
  }
  expect(writer.dropped).toBe(0);
});

test('where there is no reader any more, its frame is left out and counted, and the next reader goes on', () => {
  const memory = reserve(1);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  expect(writer.unread).toBe(0);
  writer.skip();
  expect(writer.dropped).toBe(0);
  for (const step of [1, 2, 3, 4]) writer.write(frame(step, step / 2));
  reader.peek();
  reader.advance();
  expect(writer.unread).toBe(3);
  writer.skip();
  expect([writer.unread, writer.dropped]).toEqual([2, 1]);
  const next = new RingReader(memory);
  expect(next.peek()?.step).toBe(3);
});

test('a frame that is wider than the ring is dropped and counted, and spoils none beside it', () => {
  const memory = reserve(2);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  writer.write(frame(1, 10, 11));
  expect(writer.write(frame(2, 20, 21, 22))).toBe(false);
  writer.write(frame(3, 30, 31));
  expect(writer.dropped).toBe(1);
  expect([...(reader.peek()?.values ?? [])]).toEqual([10, 11]);
  reader.advance();
  expect([...(reader.peek()?.values ?? [])]).toEqual([30, 31]);
});

test('frames arrive whole and in order at any pace of the reader, over the end of the ring and of 32 bits', () => {
  const memory = reserve(2, 1);
  new Int32Array(memory.buffer, 0, 2).fill(2 ** 31 - 40);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  const random = seeded(7);
  const [sent, got]: [number[], number[][]] = [[], []];
  for (let step = 0; step < 2000; step++) {
    if (random() < 0.5) {
      if (writer.write(frame(step, step, -step))) sent.push(step);
    } else if (random() < 0.7) {
      const next = reader.peek();
      if (!next) continue;
      got.push([next.step, ...next.values]);
      reader.advance();
    } else if (random() < 0.1)
      while (reader.peek()) {
        got.push([reader.peek()?.step ?? -1, ...(reader.peek()?.values ?? [])]);
        reader.advance();
      }
  }
  expect(writer.dropped).toBeGreaterThan(0);
  expect(got.length).toBeGreaterThan(500);
  expect(got).toEqual(sent.slice(0, got.length).map((step) => [step, step, -step]));
});

test('a reader that keeps up is sent all frames by the same place, which stays in the cache', () => {
  const memory = reserve(1);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  const places = new Set<number>();
  for (let step = 0; step < 100; step++) {
    writer.write(frame(step, step));
    places.add(reader.peek()?.values.byteOffset ?? -1);
    reader.advance();
  }
  expect(places.size).toBe(1);
});
