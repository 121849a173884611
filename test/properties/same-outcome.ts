import { spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs';
import { type Vitals, type WatchOptions, watch } from 'trainvitals';
import { expect } from 'vitest';
import { parse, type Sample } from '../scrape.js';
import { requireTool } from '../tools.js';

const hasPromtool = requireTool('promtool');

/** A model, and how it is trained to the end. */
export interface Trained {
  readonly model: tf.LayersModel;
  readonly train: () => Promise<void>;
}

/** What a training came to: weights to the last bit, what it threw, what it held at the end. */
interface Outcome {
  readonly weights: readonly string[];
  readonly thrown: string;
  readonly tensors: number;
}

/**
 * Trains without the agent, then with it: both must come to the same. The agent must have had no error, and its last
 * scrape must be readable by our own reader and by Prometheus' own; returns its samples.
 */
export async function expectSame(
  build: () => Trained,
  options: WatchOptions = {},
): Promise<readonly Sample[]> {
  const without = await outcomeOf(build);
  let samples: readonly Sample[] = [];
  const watched = await outcomeOf(build, options, (metrics, errors) => {
    samples = readBoth(metrics);
    expect(errors).toEqual([]);
    expect(samples.filter(({ name, value }) => name === 'training_agent_errors_total' && value > 0)).toEqual(
      [],
    );
  });
  expect(watched).toEqual(without);
  return samples;
}

function seedMathRandom(seed: number): () => void {
  const original = Math.random;
  let state = seed;
  Math.random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => {
    Math.random = original;
  };
}

const bytesOf = (tensor: tf.Tensor) => Buffer.from(tensor.dataSync().slice().buffer).toString('hex');

async function outcomeOf(
  build: () => Trained,
  options?: WatchOptions,
  look: (metrics: string, errors: readonly string[]) => void = () => {},
): Promise<Outcome> {
  const restore = seedMathRandom(7);
  tf.engine().startScope();
  let vitals: Vitals | undefined;
  try {
    const { model, train } = build();
    const errors: string[] = [];
    if (options) {
      vitals = await watch(model, { run: 'any', port: 0, every: 1, linger: 0, ...options });
      vitals.on('run', ({ error }) => error !== undefined && errors.push(error));
    }
    // What comes is the same whatever the start has drawn.
    restore();
    seedMathRandom(11);
    const before = tf.memory().numTensors;
    let thrown = '';
    await train().catch((error: unknown) => {
      thrown = error instanceof Error ? error.message : String(error);
    });
    if (vitals) {
      await vitals.flush();
      look(await (await fetch(`${vitals.url}/metrics`)).text(), errors);
      await vitals.close();
    }
    return { weights: model.getWeights().map(bytesOf), thrown, tensors: tf.memory().numTensors - before };
  } finally {
    await vitals?.close();
    restore();
    tf.engine().endScope();
    tf.disposeVariables();
  }
}

function readBoth(metrics: string): readonly Sample[] {
  const samples = parse(metrics);
  expect(samples.find(({ name }) => name === 'training_run_info')?.value).toBe(1);
  if (!hasPromtool) return samples;
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: metrics,
    encoding: 'utf8',
  });
  // What it says of names is a matter of taste, and is looked at elsewhere: 3. What cannot be read is 1.
  expect([0, 3], stdout + stderr).toContain(status);
  return samples;
}
