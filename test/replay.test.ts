import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { type SymptomEvent, watch } from 'trainvitals';
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { play } from '../src/cli/replay/play.js';
import { loadDigits } from '../src/demo/digits.js';
import { faults } from '../src/demo/faults.js';
import type { Digits } from '../src/demo/run.js';
import { readDigits } from '../src/demo/train.js';
import { registerWasmKernels } from '../src/demo/wasm-kernels.js';
import { trainFor } from './runs/play.js';
import { end, scratchFolder } from './stack/server.js';
import { until } from './stack/until.js';
import { Random } from './zoo/random.js';

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const golden = fileURLToPath(new URL('recordings/', import.meta.url));

/** The command line as a user has it. */
async function replay(...args: string[]) {
  const run = promisify(execFile)(process.execPath, [main, 'replay', ...args]);
  const { stdout, stderr, code } = await run.then(
    (said) => ({ ...said, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  return { out: stdout, err: stderr, code };
}

describe('a recorded run', () => {
  let digits: Digits;
  beforeAll(async () => {
    await tf.setBackend('wasm');
    registerWasmKernels(tf);
    digits = await loadDigits(tf);
  });
  afterEach(() => vi.restoreAllMocks());

  test.each([
    'dead-relu',
    'loss-nonfinite',
    'learning-rate-too-high',
    'class-imbalance',
    undefined,
  ])('with the fault %s is decided again as it was', async (symptom) => {
    const random = new Random(1);
    vi.spyOn(Math, 'random').mockImplementation(() => random.uniform());
    const file = join(await scratchFolder('recorded'), 'run.rec');
    const training = (faults.find((fault) => fault.symptom === symptom)?.build ?? readDigits)(tf, digits);
    const vitals = await watch(training.model, { port: 0, linger: 0, record: file });
    const heard: SymptomEvent[] = [];
    vitals.on('symptom', (event) => heard.push(event));
    await trainFor(training, 160);
    await vitals.close();
    const { events, losses, run } = play(file);
    expect(losses).toEqual([]);
    expect(events.map(({ event }) => event)).toEqual(heard);
    if (symptom) expect(heard.map((event) => event.symptom)).toContain(symptom);
    expect([run.state, run.vitals.store.step]).toEqual(['finished', 160]);
  });

  test('is there after the process was killed, to the last moments', async () => {
    const file = join(await scratchFolder('killed'), 'run.rec');
    const args = [main, 'demo', '--port', '0', '--fault', 'dead-relu', '--record', file];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => end(child));
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    await until('the fault was named', () => out.includes('raised'));
    // What decided it is written within 20 ms.
    const { size } = statSync(file);
    await until('more was recorded', () => statSync(file).size > size + 1000);
    child.kill('SIGKILL');
    await once(child, 'close');
    // As if it had been killed while it wrote.
    truncateSync(file, statSync(file).size - 3);
    const { out: told, code } = await replay(file);
    expect(code).toBe(0);
    expect(told).toContain('the recording ends while it was running');
    expect(told).toMatch(/^Skipped: the last \d+ bytes of .*run\.rec, a record that was cut off\.$/m);
    expect(told).toMatch(/^1\. dead-relu, to the end: .* layer hidden /m);
    expect(told).toMatch(/^ {3}try: {2}Change the weight initialization\.$/m);
  });
});

describe('trainvitals replay', () => {
  const recording = join(golden, 'dead-relu.rec');

  test('tells what happened to a run of an earlier day', async () => {
    const { out, err, code } = await replay(recording);
    expect(code, err).toBe(0);
    await expect(out).toMatchFileSnapshot(join(golden, 'dead-relu.txt'));
  });

  test('decides with other limits', async () => {
    expect((await replay(recording, '--set', 'dead-relu.limit=0.95')).out).toContain(
      'No symptom was raised.',
    );
    expect((await replay(recording, '--disable', 'dead-relu')).out).toContain('No symptom was raised.');
    const [line = ''] = (await replay(recording, '--json')).out.split('\n');
    expect(JSON.parse(line)).toMatchObject({
      symptom: 'dead-relu',
      state: 'raised',
      layer: 'hidden',
      limit: 0.5,
    });
  });

  test('serves the page and the metrics of the run', async () => {
    const child = spawn(process.execPath, [main, 'replay', recording, '--serve', '--port', '0']);
    onTestFinished(() => end(child));
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    await until('it serves', () => /Serving \S+ /.test(out));
    const url = /Serving (\S+)\//.exec(out)?.[1] ?? '';
    expect(await (await fetch(`${url}/`)).text()).toContain('page/main.js');
    expect(await (await fetch(`${url}/api/run`)).text()).toContain('dead-relu');
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(
      /^training_symptom_active\{.*dead-relu.*\} 1$/m,
    );
    // A page that hears nothing would take the connection for one that hangs.
    const { body } = await fetch(`${url}/api/live`);
    let stream = '';
    for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
      stream += Buffer.from(part).toString();
      if (stream.includes('event: beat\n')) break;
    }
    expect(stream).toMatch(/event: update\n.*event: beat\n/s);
    child.kill('SIGINT');
    expect((await once(child, 'close'))[0]).toBe(0);
  });

  test.each([
    { args: [], code: 2, message: 'expected one recording, got 0' },
    { args: ['a', 'b'], code: 2, message: 'expected one recording, got 2' },
    { args: [recording, '--set', 'dead-relu'], code: 2, message: '--set must be SYMPTOM.LIMIT=NUMBER' },
    { args: [recording, '--disable', 'tired'], code: 2, message: 'unknown symptom "tired"' },
    { args: [recording, '--set', 'dead-relu.limit=7'], code: 2, message: 'must be a number from' },
    { args: [recording, '--serve', '--port', 'x'], code: 2, message: '--port must be a whole number' },
    { args: ['none.rec'], code: 1, message: 'there is no such file' },
    { args: [main], code: 1, message: 'it does not begin as one' },
    { args: [golden], code: 1, message: 'expected a recording of trainvitals' },
  ])('refuses $args in one line', async ({ args, code, message }) => {
    const found = await replay(...args);
    expect(found).toMatchObject({ code, out: '' });
    expect(found.err).toMatch(/^trainvitals replay: [^\n]*\n$/);
    expect(found.err).toContain(message);
  });
});
