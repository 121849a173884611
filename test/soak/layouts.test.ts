import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { WatchedRun } from '../../src/exporter/watched-run.js';
import { layoutOf } from '../../src/vitals/feed.js';
import { figures } from '../figures.js';
import { runFacts } from '../run-facts.js';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

const LAYOUTS = 2000;

test('a loop that compiles its model again and again leaves nothing of the layouts of before', (context) => {
  const run = new WatchedRun(runFacts(), () => {});
  let id = 0;
  const compile = (times: number) => {
    for (let time = 0; time < times; time++) {
      id++;
      const layout = { ...layoutOf(id, ['a', 'b', 'c', 'd', 'e']), objective: id };
      const values = new Float64Array(layout.slots.length).fill(id);
      run.handle({ type: 'layout', run: run.facts.run, layout });
      for (const sampled of [false, true])
        run.observe({ kind: 'step', layout: id, step: id, time: id, sampled, values });
    }
  };
  const held = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  // The windows and the page's course are full.
  compile(LAYOUTS);
  const before = held();
  compile(LAYOUTS);
  // A layout takes some ten thousand bytes, with where each of its values goes.
  expect((held() - before) / LAYOUTS).toBeLessThan(1024);
  expect(run.vitals.store.get('steps')).toBe(2 * LAYOUTS);
  figures(context, { frames: 4 * LAYOUTS });
});
