import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runFacts } from '../../test/run-facts.js';
import type { RunFacts } from '../channel/messages.js';
import { ABSENT, type Frame, type Layout, type Moment, type SentFrame } from '../frame.js';
import { partName } from './parts.js';
import { Recorder } from './recorder.js';
import { type Entry, entriesOf, type Loss } from './recording.js';
import { reserve } from './reserve.js';

const facts: RunFacts = runFacts({ started: 1, symptoms: { 'dead-relu': { limit: 0.4 } } });
const layout: Layout = {
  id: 1,
  objective: 0,
  slots: [
    { key: 'steps', labels: {} },
    { key: 'dataLoss', labels: {} },
  ],
  variables: [],
  inputs: [],
};
const frame = (step: number): Frame => ({
  kind: 'step',
  layout: 1,
  step,
  time: step,
  sampled: true,
  values: Float64Array.of(step, step % 3 === 0 ? ABSENT : 1 / step),
});

/** As it was sent. */
const sent = (step: number): SentFrame => ({ ...frame(step), ...at(step), messages: 0 });
/** Where the frame of a step was sent: one a step. */
const at = (step: number): Moment => ({ number: step - 1, clock: 0 });

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'));
  path = reserve(join(folder, 'run.rec'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function record(steps: number, partBytes?: number): void {
  const recorder = new Recorder(path, facts, partBytes === undefined ? {} : { partBytes });
  recorder.layout(layout);
  recorder.state('running', 1, at(1));
  for (let step = 1; step <= steps; step++) {
    recorder.frame(sent(step));
    recorder.flush();
  }
  recorder.close();
}

function read(): { entries: Entry[]; losses: Loss[]; steps: number[] } {
  const losses: Loss[] = [];
  const entries = [...entriesOf(path, (loss) => losses.push(loss))];
  return { entries, losses, steps: entries.flatMap((entry) => ('frame' in entry ? [entry.frame.step] : [])) };
}
const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('what was recorded is read back, in its order', () => {
  record(5);
  const { entries, losses, steps } = read();
  expect(losses).toEqual([]);
  expect(steps).toEqual(upTo(5));
  expect(entries.slice(0, 3)).toEqual([
    { note: 'begin', facts, version: expect.any(String), part: 0 },
    { note: 'layout', layout },
    { note: 'state', state: 'running', time: 1 },
  ]);
  expect(entries[3]).toEqual({ note: 'frame', frame: frame(1) });
});

test('wherever the file is cut off, all whole records before are read, and the rest is told', () => {
  record(3);
  const whole = readFileSync(path);
  const { entries } = read();
  let [longest, cut] = [0, 0];
  for (let length = whole.length - 1; length >= 0; length--) {
    truncateSync(path, length);
    const found = read();
    expect(found.entries).toEqual(entries.slice(0, found.entries.length));
    expect(found.entries.length).toBeLessThan(entries.length);
    longest = Math.max(longest, found.entries.length);
    cut += found.losses.length;
  }
  expect(longest).toBe(entries.length - 1);
  expect(cut).toBeGreaterThan(whole.length / 2);
});

test('a byte that changed ends what is believed', () => {
  record(3);
  const whole = readFileSync(path);
  for (let at = 30; at < whole.length; at += 7) {
    const spoilt = Buffer.from(whole);
    spoilt[at] = (spoilt[at] ?? 0) ^ 0x40;
    writeFileSync(path, spoilt);
    expect(read().losses).toHaveLength(1);
  }
  writeFileSync(path, whole);
  appendFileSync(path, 'rubbish');
  expect(read()).toMatchObject({ steps: [1, 2, 3], losses: [{ file: path, bytes: 7 }] });
});

test('a long run keeps its beginning and its end, in bounded space', () => {
  record(500, 1500);
  const { steps, entries } = read();
  const parts = entries.flatMap((entry) => (entry.note === 'begin' ? [entry.part] : []));
  expect(parts).toHaveLength(3);
  const [, before = 0, last = 0] = parts;
  expect([last - before, existsSync(partName(path, before - 1))]).toEqual([1, false]);
  expect(steps[0]).toBe(1);
  expect(steps.at(-1)).toBe(500);
  const gap = steps.findIndex((step, index) => index > 0 && step !== (steps[index - 1] ?? 0) + 1);
  expect(steps).toEqual([...upTo(steps[gap - 1] ?? 0), ...upTo(500, steps[gap])]);
});

test('a file that is removed while it is written is told', () => {
  const recorder = new Recorder(path, facts);
  recorder.layout(layout);
  recorder.flush();
  rmSync(path);
  recorder.frame(sent(1));
  expect(() => recorder.flush()).toThrow(`${path} was removed while it was written`);
  recorder.abandon();
});

test('a recording that is there stays as it is', () => {
  record(2);
  const second = reserve(path);
  expect(second).toBe(join(folder, 'run-2.rec'));
  expect(reserve(path)).toBe(join(folder, 'run-3.rec'));
  expect(read().steps).toEqual([1, 2]);
});

test('later files that another recording left are not taken for this one’s', () => {
  record(500, 1500);
  rmSync(path);
  expect(reserve(path)).toBe(join(folder, 'run-2.rec'));
});

test('a file that is none, or is not there, is refused in one line', () => {
  writeFileSync(path, '{"some": "json that is longer than the first line"}');
  expect(() => read()).toThrow(
    `expected a recording of trainvitals (option "record" of watch()) in ${path}: it does`,
  );
  rmSync(path);
  expect(() => read()).toThrow('there is no such file');
  expect(() => reserve(join(folder, 'none/run.rec'))).toThrow(
    /option "record" must name a file that can be written/,
  );
});

test('what another thread goes on with is the next file; the torn end of the one before is told', () => {
  record(3);
  truncateSync(path, readFileSync(path).length - 2);
  const recorder = new Recorder(path, facts, { isContinued: true });
  recorder.layout(layout);
  recorder.frame(sent(4));
  recorder.close();
  const { losses, steps } = read();
  expect(steps).toEqual([1, 2, 4]);
  expect(losses).toEqual([{ file: path, bytes: expect.any(Number) }]);
  // Again and again: none is given up for one that has next to nothing.
  for (let step = 5; step < 8; step++) {
    const next = new Recorder(path, facts, { isContinued: true });
    next.layout(layout);
    next.frame(sent(step));
    next.close();
  }
  expect(read().steps).toEqual([1, 2, 4, 5, 6, 7]);
});

test('a file that is begun later names the layouts that frames may still have, not all there ever were', () => {
  const recorder = new Recorder(path, facts, { partBytes: 10_000 });
  for (let id = 1; id <= 100; id++) recorder.layout({ ...layout, id });
  recorder.flush();
  recorder.frame({ ...sent(1), layout: 100 });
  // What was measured before the layout of now was told, and came later.
  recorder.frame({ ...sent(2), layout: 99 });
  recorder.close();
  const layouts: number[] = [];
  const steps: number[] = [];
  for (const entry of entriesOf(partName(path, 1), () => {}))
    if (entry.note === 'layout') layouts.push(entry.layout.id);
    else if (entry.note === 'frame') steps.push(entry.frame.step);
  expect(layouts).toEqual([93, 94, 95, 96, 97, 98, 99, 100]);
  expect(steps).toEqual([1, 2]);
});
