import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { end } from './stack/server.js';

const SCRAPES = 15;

test('while the training thread blocks, scrapes are answered many times faster than by a server on it', async () => {
  const program = fork(fileURLToPath(new URL('starvation/program.mjs', import.meta.url)), {
    stdio: 'ignore',
  });
  onTestFinished(() => end(program));
  const [{ agent, inThread }] = (await once(program, 'message')) as [{ agent: string; inThread: string }];

  // Alternating, in one run: what slows the machine slows both.
  const latencies: Record<'agent' | 'inThread', number[]> = { agent: [], inThread: [] };
  const steps: number[] = [];
  for (let i = 0; i < SCRAPES; i++) {
    latencies.inThread.push((await timed(inThread)).milliseconds);
    const { milliseconds, text } = await timed(agent);
    latencies.agent.push(milliseconds);
    steps.push(Number(/^training_steps_total\{.*\} (\d+)$/m.exec(text)?.[1]));
  }
  program.send('end');

  expect(median(latencies.agent)).toBeLessThan(median(latencies.inThread) / 4);
  expect(steps.at(-1), 'what is scraped goes on meanwhile').toBeGreaterThan(steps[0] ?? Number.NaN);
});

async function timed(url: string): Promise<{ milliseconds: number; text: string }> {
  const start = performance.now();
  const text = await (await fetch(`${url}/metrics`)).text();
  return { milliseconds: performance.now() - start, text };
}

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
