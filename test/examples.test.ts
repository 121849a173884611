import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../examples/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));

const METRICS = /^metrics at http:\/\/127\.0\.0\.1:\d+\/metrics$/m;

const children: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** What the program prints, run as a reader of the examples does, but on a port of its own. */
async function outputOf(file: string, env: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, [`${folder}${file}`], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const text = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    text.out += data;
  });
  child.stderr.on('data', (data) => {
    text.err += data;
  });
  const [code] = await once(child, 'close');
  expect(code, text.err).toBe(0);
  return text.out;
}

/** The numbers that a pattern catches, one a match. */
const numbersIn = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map(([, number]) => Number(number));

/** What each example must have said at its end. */
const checks: Readonly<Record<string, (output: string) => void>> = {
  'data-parallel.mjs': (output) => {
    const losses = numbersIn(output, /^rank \d: validation loss (\S+)/gm);
    expect(losses).toHaveLength(4);
    expect(new Set(losses).size, output).toBe(1);
    expect(losses[0]).toBeLessThan(0.6);
  },
  'fit.mjs': (output) => {
    expect(numbersIn(output, /validation accuracy (\S+)/g)[0]).toBeGreaterThan(0.85);
  },
  'loop.mjs': (output) => {
    const losses = numbersIn(output, /validation loss (\S+)/g);
    expect(losses).toHaveLength(5);
    expect(losses[4]).toBeLessThan(losses[0] ?? 0);
  },
  'lower-rate.mjs': (output) => {
    const losses = numbersIn(output, /mean loss (\S+)/g);
    const rates = numbersIn(output, /at rate ([\d.]+\d)/g);
    expect(losses.length, output).toBeGreaterThan(1);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 5);
    expect(rates.at(-1)).toBeLessThan(rates[0] ?? 0);
    expect(numbersIn(output, /validation accuracy (\S+)/g)[0]).toBeGreaterThan(0.8);
  },
  'preflight.mjs': (output) => {
    expect(output).toMatch(/FAIL warning +initialization .*The units of hidden\/kernel/s);
    expect(output).toMatch(/Preflight failed: .*initialization \(warning\)/);
  },
  'stop-on-nan.mjs': (output) => {
    const [first = Number.NaN] = numbersIn(output, /first NaN at step (\d+)/g);
    const [last = Number.NaN] = numbersIn(output, /stopped after step (\d+)/g);
    expect(numbersIn(output, /^step (\d+): Run digits-stop-on-nan saw/gm)).toEqual([first]);
    expect(last - first, output).toBeGreaterThanOrEqual(0);
    expect(last - first, output).toBeLessThanOrEqual(1);
  },
};

test('every example is checked here and listed in its README', () => {
  expect(Object.keys(checks)).toEqual(files);
  const listed = [...readFileSync(`${folder}README.md`, 'utf8').matchAll(/`node examples\/([^`]+)`/g)];
  expect(listed.map(([, file]) => file)).toEqual(files);
});

describe('the example', () => {
  test.each(files)('%s runs to its end, and says what it shows', async (file) => {
    const output = await outputOf(file);
    if (file !== 'preflight.mjs') expect(output).toMatch(METRICS);
    checks[file]?.(output);
  });

  test('preflight.mjs trains nothing before it is mended', async () => {
    expect(await outputOf('preflight.mjs')).not.toMatch(METRICS);
    const mended = await outputOf('preflight.mjs', { MENDED: '1' });
    expect(mended).toMatch(/^Preflight passed: /m);
    expect(mended).toMatch(METRICS);
  });
});
