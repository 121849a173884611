import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { type SymptomEvent, type WatchOptions, watch } from 'trainvitals';
import { registerWasmKernels } from '../../dist/demo/wasm-kernels.js';
import { clock } from './clock.js';
import { Random } from './random.js';
import type { ZooRun } from './run.js';
import { recordTape, type Tape } from './tape.js';

export interface Played {
  /** Every symptom that was raised, as the process heard it. */
  readonly raised: readonly SymptomEvent[];
  /** What a last scrape of /metrics said. */
  readonly metrics: string;
  readonly tape: Tape;
  readonly steps: number;
  readonly msPerStep: number;
}

/** Plays one run watched, in this process, and leaves no tensor behind. */
export async function play(
  run: ZooRun,
  seed: number,
  options: Pick<WatchOptions, 'every' | 'budget' | 'symptoms'> = {},
): Promise<Played> {
  await use(run.backend ?? 'cpu');
  const restore = seedMathRandom(seed);
  const { tape, stop } = recordTape();
  const giveBack = run.clock === 'virtual' ? clock.install() : () => {};
  tf.engine().startScope(run.name);
  try {
    const subject = await run.build(tf, seed);
    const { target, model, variables, penalty } = subject;
    const watched = { ...(model && { model }), ...(variables && { variables }), ...(penalty && { penalty }) };
    const vitals = await watch(target, { run: run.name, port: 0, linger: 0, ...watched, ...options });
    const raised: SymptomEvent[] = [];
    vitals.on('symptom', (event) => {
      if (event.state === 'raised') raised.push(event);
    });
    const start = performance.now();
    await subject.train(vitals);
    const elapsed = performance.now() - start;
    await vitals.flush();
    const metrics = await (await fetch(`${vitals.url}/metrics`)).text();
    await vitals.close();
    const steps = Number(/^training_steps_total\{.*\} (\d+)/m.exec(metrics)?.[1] ?? Number.NaN);
    return { raised, metrics, tape, steps, msPerStep: elapsed / steps };
  } finally {
    stop();
    giveBack();
    restore();
    tf.engine().endScope();
    tf.disposeVariables();
  }
}

async function use(backend: 'cpu' | 'wasm'): Promise<void> {
  if (backend === 'wasm') {
    const files = import.meta.resolve('@tensorflow/tfjs-backend-wasm/package.json');
    setWasmPaths(new URL('dist/', files).pathname);
    registerWasmKernels(tf);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`playing a run: the ${backend} backend did not start`);
}

/** Default initializers, shuffling and dropout draw from `Math.random`. */
export function seedMathRandom(seed: number): () => void {
  const original = Math.random;
  const random = new Random(seed + 31_337);
  Math.random = () => random.uniform();
  return () => {
    Math.random = original;
  };
}
