import { existsSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runFacts } from '../../test/run-facts.js';
import type { FromExporter, Resumed } from '../channel/messages.js';
import { RingWriter, reserve } from '../channel/ring.js';
import { ABSENT, frameKinds, HEADER, type Layout } from '../frame.js';
import { layoutOf } from '../vitals/feed.js';
import { WatchedRun } from './watched-run.js';

const run = 'digits';

/** A run that was watched long ago, in the middle of its training: its typical step takes a second. */
function training(record?: string) {
  const told: FromExporter[] = [];
  const facts = runFacts({ run, ...(record !== undefined && { record }) });
  const watched = new WatchedRun(facts, (message) => told.push(message));
  const layout = layoutOf(1, ['a', 'b']);
  const ring = reserve(layout.slots.length);
  const writer = new RingWriter(ring);
  watched.handle({ type: 'layout', run, layout, ring });
  let written = 0;
  let clock = 0;
  const setClock = (by: number) => {
    clock += by;
  };
  const write = (kind: (typeof frameKinds)[number], time: number) => {
    const frame = new Float64Array(HEADER.length + layout.slots.length).fill(ABSENT);
    frame[HEADER.kind] = frameKinds.indexOf(kind);
    frame[HEADER.layout] = layout.id;
    frame[HEADER.messages] = 0;
    frame[HEADER.step] = time;
    frame[HEADER.time] = time;
    frame[HEADER.number] = written++;
    frame[HEADER.clock] = clock;
    for (const [index, { key }] of layout.slots.entries()) {
      if (key === 'stepDuration' || key === 'layerGradientNorm') frame[HEADER.length + index] = 1;
    }
    writer.write(frame);
  };
  const at = (...frame: Parameters<typeof write>) => {
    write(...frame);
    watched.drain();
  };
  const states = () =>
    told.flatMap((message) =>
      message.type === 'symptom' ? [`${message.event.symptom} ${message.event.state}`] : [],
    );
  return { watched, states, at, write, told, setClock };
}

test('a run shows its first sign of training when it is watched', () => {
  const { watched } = training();
  expect(watched.vitals.store.get('lastActivity')).toBe(1000);
});

test('a run that steps as fast as it is read does not keep the thread from all else', () => {
  const { watched, write } = training();
  let observed = 0;
  vi.spyOn(watched.vitals, 'observe').mockImplementation(() => {
    if (++observed < 100) write('step', 2000 + observed);
  });
  write('step', 2000);
  watched.drain();
  expect(observed).toBe(1);
  watched.drain();
  expect(observed).toBe(2);
});

test('reading ends with its time, and goes on where it was', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { watched, write } = training();
  let observed = 0;
  vi.spyOn(watched.vitals, 'observe').mockImplementation(() => {
    observed++;
    vi.advanceTimersByTime(10);
  });
  for (let time = 2000; time < 2020; time++) write('step', time);
  watched.drain(45);
  expect(observed).toBe(5);
  watched.drain();
  expect(observed).toBe(20);
});

test('a long validation is no stall, as long as its batches are heard of', () => {
  const { watched, states, at } = training();
  at('step', 2000);
  for (let time = 2030; time < 2600; time += 30) {
    at('epoch', time);
    watched.tick(time + 29);
  }
  expect(states()).toEqual([]);
  watched.tick(2700);
  expect(states()).toEqual(['run-stalled raised']);
});

test('a clock that is set is no stall, hides none, and moves no sign of training', () => {
  const { watched, states, at, setClock } = training();
  at('step', 2000);
  setClock(7200);
  at('step', 9202);
  watched.tick(9212);
  expect(states()).toEqual([]);
  setClock(-10_000);
  at('step', -795);
  watched.tick(-785);
  expect(states()).toEqual([]);
  watched.tick(0);
  expect(states()).toEqual(['run-stalled raised']);
  // How long ago its last sign was stays as it is.
  watched.handle({ type: 'state', run, state: 'finished', at: { number: 3, clock: 4400 } });
  expect(watched.vitals.store.get('lastActivity')).toBe(6405);
});

test('a stalled run that is finished is no longer stalled', () => {
  const { watched, states, at } = training();
  at('step', 2000);
  watched.tick(2100);
  expect(states()).toEqual(['run-stalled raised']);
  watched.handle({ type: 'state', run, state: 'finished', at: { number: 0, clock: 0 } });
  expect(watched.watcher.active).toEqual([]);
  expect(states()).toEqual(['run-stalled raised', 'run-stalled cleared']);
  watched.tick(9000);
  expect(watched.watcher.active).toEqual([]);
});

test('a run that trains again after a pause is not stalled for the time of the pause', () => {
  const { watched, states, at } = training();
  at('step', 2000);
  watched.handle({ type: 'state', run, state: 'finished', at: { number: 0, clock: 0 } });
  watched.handle({ type: 'state', run, state: 'running', at: { number: 0, clock: 0 } });
  watched.tick(Date.now() / 1000);
  expect(states()).toEqual([]);
});

test('a clock that is set forward is no stall, and one that is set back hides none', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  vi.setSystemTime(2_000_000);
  const { watched, states, at } = training();
  at('step', 2000);
  vi.setSystemTime(2_000_000 + 3_600_000);
  watched.tick();
  expect(states()).toEqual([]);
  vi.setSystemTime(0);
  vi.advanceTimersByTime(100_000);
  watched.tick();
  expect(states()).toEqual(['run-stalled raised']);
});

test('the series of a layer that was removed are gone with the new layout, before its first frame', () => {
  const { watched, at } = training();
  at('step', 2000);
  const a = { layer: 'a', variable: 'kernel' };
  expect(watched.vitals.store.get('layerGradientNorm', a)).toBe(1);
  watched.handle({ type: 'layout', run, layout: layoutOf(2, ['b']) });
  expect(watched.vitals.store.get('layerGradientNorm', a)).toBeUndefined();
  expect(watched.vitals.store.get('layerGradientNorm', { ...a, layer: 'b' })).toBe(1);
});

test.runIf(existsSync('/dev/full'))('a disk that is full ends the recording, and nothing else', () => {
  const { watched, told, at } = training('/dev/full');
  at('step', 1001);
  at('step', 1002);
  expect(watched.vitals.store.step).toBe(1002);
  const errors = told.flatMap((message) => (message.type === 'error' ? [message.message] : []));
  expect(errors).toEqual([expect.stringMatching(/^recording ends here: ENOSPC/)]);
  expect(watched.errors.all.exporter).toBe(1);
  // The training thread has heard of it, and counts it as well: it is one error.
  watched.handle({ type: 'errors', run, errors: { exporter: 1 } });
  expect(watched.errors.all.exporter).toBe(1);
  watched.handle({ type: 'errors', run, errors: { exporter: 2 } });
  expect(watched.errors.all.exporter).toBe(2);
});

/** A run whose exporter thread died at step 50, and the frame that was written last. */
function resumed() {
  const known = layoutOf(3, ['a']);
  const layout: Layout = {
    ...known,
    slots: [...known.slots, { key: 'nonfinite', labels: { where: 'loss' } }],
  };
  const at = (key: string, where?: string) =>
    HEADER.length + layout.slots.findIndex((slot) => slot.key === key && slot.labels.where === where);
  const frame = (step: number, nonfinite: number) => {
    const numbers = new Float64Array(HEADER.length + layout.slots.length).fill(ABSENT);
    numbers[HEADER.kind] = frameKinds.indexOf('step');
    numbers[HEADER.layout] = layout.id;
    numbers[HEADER.messages] = 11;
    numbers[HEADER.step] = step;
    numbers[HEADER.time] = 5000 + step;
    numbers[HEADER.number] = step;
    numbers[HEADER.clock] = 0;
    numbers[at('steps')] = step;
    numbers[at('nonfinite', 'loss')] = nonfinite;
    return numbers;
  };
  const told: FromExporter[] = [];
  const ring = reserve(layout.slots.length);
  const writer = new RingWriter(ring);
  writer.write(frame(51, 3));
  const resumed: Resumed = {
    messages: 11,
    dropped: 7,
    layouts: [layout],
    ring,
    state: 'running',
    // As they stood, whatever the last frame brought.
    counters: [
      { key: 'steps', labels: {}, value: 50 },
      { key: 'nonfinite', labels: { where: 'loss' }, value: 3 },
    ],
    clock: 0,
    last: { step: 50, time: 5050 },
  };
  const watched = new WatchedRun(runFacts({ run }), (message) => told.push(message), resumed);
  watched.handle({ type: 'attach', facts: watched.facts, resumed });
  const raised = () => told.flatMap((message) => (message.type === 'symptom' ? [message.event.symptom] : []));
  return { watched, raised, write: (step: number, bad: number) => writer.write(frame(step, bad)) };
}

test('a run that another thread knew before goes on from its last frame: its counts are no news', () => {
  const { watched, raised, write } = resumed();
  expect(watched.vitals.store.get('steps')).toBe(50);
  expect(watched.framesDropped).toBe(7);
  watched.drain();
  expect(watched.vitals.store.get('steps')).toBe(51);
  expect(watched.vitals.store.get('nonfinite', { where: 'loss' })).toBe(3);
  expect(raised()).toEqual([]);
  write(52, 4);
  watched.drain();
  expect(raised()).toEqual(['loss-nonfinite']);
});

test('it is not stalled for the time that it trained before', () => {
  const { watched, raised } = resumed();
  watched.tick();
  expect(raised()).toEqual([]);
  expect(watched.vitals.store.get('lastActivity')).toBe(5051);
});
