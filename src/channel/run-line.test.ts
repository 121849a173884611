import { afterEach, expect, test, vi } from 'vitest';
import { runFacts } from '../../test/run-facts.js';
import { WatchedRun } from '../exporter/watched-run.js';
import { ABSENT, HEADER } from '../frame.js';
import { layoutOf } from '../vitals/feed.js';
import type { RunFacts, ToExporter } from './messages.js';
import { RunLine } from './run-line.js';

afterEach(() => vi.unstubAllGlobals());

/** No shared memory of more bytes than that, as on a machine whose memory is used up. */
function onlyBytes(most: number): void {
  vi.stubGlobal(
    'SharedArrayBuffer',
    new Proxy(SharedArrayBuffer, {
      construct(target, args: [number]) {
        if (args[0] > most) throw new RangeError('Array buffer allocation failed');
        return Reflect.construct(target, args);
      },
    }),
  );
}

/** A run that trains, and what exporter threads, one after the other, make of it; all of them in this one. */
function training(facts: RunFacts = runFacts()) {
  let run: WatchedRun | undefined;
  const hear = (message: ToExporter) => {
    if (message.type === 'attach') run = new WatchedRun(message.facts, () => {}, message.resumed);
    run?.handle(message);
  };
  let isServed = true;
  const link = {
    post: (message: ToExporter) => isServed && hear(message),
    ask: async () => undefined,
    look: () => {},
    poll: () => {},
    isServing: true,
  };
  const line = new RunLine(link, facts.run);
  line.attach(facts);
  let layout = layoutOf(1, ['a']);
  line.layout(layout);
  let step = 0;
  return {
    line,
    train(steps: number): void {
      for (const end = step + steps; step < end; ) {
        const frame = new Float64Array(HEADER.length + layout.slots.length).fill(ABSENT);
        frame[HEADER.kind] = 0;
        frame[HEADER.layout] = layout.id;
        frame[HEADER.step] = ++step;
        frame[HEADER.length + layout.slots.findIndex(({ key }) => key === 'steps')] = step;
        line.write(frame);
      }
    },
    widen(): void {
      layout = layoutOf(layout.id + 1, ['a', 'b']);
      line.layout(layout);
    },
    /** The thread dies, or is left: what is told from now on nobody hears. */
    dies: () => {
      isServed = false;
    },
    /** Another takes its place. */
    takesOver(reader: 'gone' | 'left'): void {
      isServed = true;
      line.rejoin(reader);
    },
    get read(): WatchedRun {
      if (!run) throw new Error('nobody has heard of the run');
      run.drain();
      return run;
    },
  };
}

test('frames for which there is no memory any more are counted as dropped, until there is some', () => {
  const run = training();
  run.train(5);
  expect(run.read.framesDropped).toBe(0);
  onlyBytes(64);
  run.takesOver('left');
  run.train(3);
  expect(run.read.framesDropped).toBe(3);
  vi.unstubAllGlobals();
  run.widen();
  run.train(2);
  expect(run.read.framesDropped).toBe(3);
  expect(run.read.vitals.store.get('steps')).toBe(10);
});
