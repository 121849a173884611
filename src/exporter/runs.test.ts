import { expect, test, vi } from 'vitest';
import { runFacts } from '../../test/run-facts.js';
import { RingWriter, reserve } from '../channel/ring.js';
import { ABSENT, HEADER, type Layout } from '../frame.js';
import type { SymptomEvent } from '../handle.js';
import { Exposition } from './registry.js';
import { Runs } from './runs.js';
import { WatchedRun } from './watched-run.js';

const layout: Layout = {
  id: 1,
  objective: 0,
  slots: [
    { key: 'steps', labels: {} },
    { key: 'lastStep', labels: {} },
    { key: 'stepDuration', labels: {} },
  ],
  variables: [],
  inputs: [],
};

/** A run with its ring, and a way to send it steps of 4 ms. */
function attached(runs: Runs, name = 'digits') {
  const events: SymptomEvent[] = [];
  const facts = runFacts({ run: name });
  const run = new WatchedRun(facts, (message) => {
    if (message.type === 'symptom') events.push(message.event);
  });
  runs.attach(run);
  const ring = reserve(layout.slots.length);
  run.handle({ type: 'layout', run: name, layout, ring });
  const writer = new RingWriter(ring);
  const frame = new Float64Array(HEADER.length + layout.slots.length).fill(ABSENT);
  let steps = 0;
  const step = () => {
    steps++;
    const time = 1000 + steps * 0.004;
    frame.set([0, layout.id, 0, steps, time, 0, steps - 1, 0, steps, time, 0.004]);
    return writer.write(frame);
  };
  return { run, events, step };
}

test('what a step leaves behind does not pile up where nobody scrapes', async () => {
  const exposition = new Exposition();
  const runs = new Runs(exposition);
  const { run, step } = attached(runs);
  let kept = 0;
  for (let count = 1; count <= 20_000; count++) {
    expect(step()).toBe(true);
    if (count % 20 !== 0) continue;
    runs.drain();
    kept = Math.max(kept, run.durations.length);
  }
  expect(kept).toBe(0);
  expect(await exposition.render(runs.all)).toContain(
    'training_step_duration_seconds_count{run="digits"} 20000',
  );
});

test.each(['finished', 'failed'] as const)('a run that stalled and then %s is stalled no more', (state) => {
  const runs = new Runs(new Exposition());
  const { run, events, step } = attached(runs);
  for (let count = 0; count < 100; count++) step();
  runs.drain();
  runs.tick(2000);
  expect(events.map(({ symptom, state }) => `${symptom} ${state}`)).toEqual(['run-stalled raised']);
  run.handle({ type: 'state', at: { number: 0, clock: 0 }, run: 'digits', state });
  runs.tick(2001);
  expect(run.watcher.active).toEqual([]);
  expect(events.at(-1)).toMatchObject({ symptom: 'run-stalled', state: 'cleared' });
});

test.each(['running', 'finished', 'failed'] as const)('time passes for a run that is %s', (state) => {
  const runs = new Runs(new Exposition());
  const { run } = attached(runs);
  run.handle({ type: 'state', at: { number: 0, clock: 0 }, run: 'digits', state });
  const looked = vi.spyOn(run, 'tick');
  runs.tick(2001);
  expect(looked).toHaveBeenCalledWith(2001);
});

test('a run is found by its name, the first without one, and none after it was detached', async () => {
  const exposition = new Exposition();
  const runs = new Runs(exposition);
  const [one, two] = [attached(runs, 'one'), attached(runs, 'two')];
  two.step();
  runs.drain();
  expect(runs.find(undefined)).toBe(one.run);
  expect(runs.find('two')).toBe(two.run);
  runs.detach(two.run);
  expect(runs.find('two')).toBeUndefined();
  expect(await exposition.render(runs.all)).not.toContain('run="two"');
});
