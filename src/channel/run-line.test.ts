import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runFacts } from '../../test/run-facts.js';
import { diagnosis } from '../cli/replay/diagnosis.js';
import { play } from '../cli/replay/play.js';
import { WatchedRun } from '../exporter/watched-run.js';
import { ABSENT, HEADER } from '../frame.js';
import { reserve } from '../recording/reserve.js';
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

describe('a recording that another thread goes on with', () => {
  let folder = '';
  let record = '';
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    folder = mkdtempSync(join(tmpdir(), 'run-line-'));
    record = reserve(join(folder, 'run.rec'));
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  });
  const recorded = () => {
    const run = training(runFacts({ started: Date.now() / 1000, record }));
    run.train(5);
    expect(run.read.framesDropped).toBe(0);
    run.dies();
    return run;
  };

  test('lacks nothing where nothing was lost', () => {
    const run = recorded();
    run.takesOver('gone');
    run.train(2);
    run.read.end();
    expect(play(record)).toMatchObject({ gaps: [], losses: [] });
  });

  test.each([
    { reader: 'gone', lost: 1, until: 7, said: '1 frame after step 5 and before step 7' },
    { reader: 'left', lost: 3, until: 9, said: '3 frames after step 5 and before step 9' },
  ] as const)('says what was lost with a thread that is $reader', ({ reader, lost, until, said }) => {
    const run = recorded();
    run.train(3);
    run.takesOver(reader);
    run.train(2);
    expect(run.read.framesDropped).toBe(lost);
    run.read.end();
    const replayed = play(record);
    expect(replayed.gaps).toEqual([{ after: 5, until, lost }]);
    expect(diagnosis(replayed)).toContain(
      `\nNot recorded: ${said}; the exporter thread died, or did not keep up.\n`,
    );
  });

  test('says what was lost at the end of the run, too', () => {
    const run = recorded();
    run.train(3);
    run.takesOver('left');
    run.line.state('finished');
    run.read.end();
    const replayed = play(record);
    expect(replayed.gaps).toEqual([{ after: 5, until: undefined, lost: 3 }]);
    expect(diagnosis(replayed)).toContain('\nNot recorded: 3 frames after step 5 and at the end; ');
  });

  test('knows how the run ended while no thread served', () => {
    const run = recorded();
    run.train(1);
    run.line.state('finished');
    run.takesOver('gone');
    run.read.end();
    expect(play(record)).toMatchObject({ run: { state: 'finished' }, gaps: [{ after: 5, lost: 1 }] });
  });

  test('says in one line what was lost at several places, as where the reader does not keep up', () => {
    const run = recorded();
    run.takesOver('gone');
    // A ring has room for 4096.
    for (const steps of [4100, 4100, 1]) {
      run.train(steps);
      run.read.drain();
    }
    run.read.end();
    const replayed = play(record);
    expect(replayed.gaps.map(({ lost }) => lost)).toEqual([4, 4]);
    expect(diagnosis(replayed)).toContain(
      '\nNot recorded: 8 frames after step 4101 and before step 8206, at 2 places; ',
    );
  });

  test.each([1, -1])('knows that the clock was set by %s h while no thread served', (hours) => {
    const run = recorded();
    run.train(3);
    vi.setSystemTime(Date.now() + 3_600_000 * hours);
    run.train(2);
    run.takesOver('gone');
    vi.advanceTimersByTime(1000);
    run.train(2);
    run.read.end();
    const { events, began, ended } = play(record);
    expect(events).toEqual([]);
    expect(ended - began).toBeCloseTo(1, 3);
  });
});
