import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { describe, expect, test } from 'vitest';
import { judge } from './zoo/judge.js';
import { play } from './zoo/play.js';
import { zoo } from './zoo/zoo.js';

/** One sick run for each kind of window, and healthy ones; none of them held out, each of some 300 short steps. */
const names = [
  'nan-log-of-zero',
  'diverging-linear-regression',
  'low-rate-sgd-classifier',
  'high-rate-sgd-classifier',
  'dead-by-bias',
  'saturated-by-raw-inputs',
  'start-custom-filled',
  'vanishing-deep-sigmoid',
  'penalty-l2-of-one',
  'collapsed-by-class-weight',
  'constant-first-batch',
  'disconnected-unused-weight',
  'idle-masked-head',
  'ok-pixels-of-one',
  'ok-full-batch',
  'ok-tanh-to-zero',
  'ok-some-dead-units',
];

describe('a verdict does not depend on how often everything is measured', () => {
  test.each(names)('%s', async (name) => {
    const run = zoo.find((each) => each.name === name);
    if (!run) throw new Error(`the zoo has no run "${name}"`);
    await tf.setBackend(run.backend ?? 'cpu');
    for (const every of [1, 16]) {
      const { raised } = await play(run, 1, { every });
      const { found, placed, misplaced, wrong } = judge(run, raised);
      expect({ every, wrong, misplaced }).toEqual({ every, wrong: [], misplaced: [] });
      if (run.kind === 'sick')
        expect([every, found?.symptom, placed]).toEqual([
          every,
          run.expects.symptom,
          run.expects.layers && true,
        ]);
    }
  });
});
