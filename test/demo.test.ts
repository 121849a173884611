import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { scrape, sampleOf as valueIn } from './scrape.js';
import { until } from './stack/until.js';

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** The command line as a user has it, in a process of its own. */
function trainvitals(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    text.out += data;
  });
  child.stderr.on('data', (data) => {
    text.err += data;
  });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  children.push(child);
  return { child, text, exit };
}
const children: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const urlIn = (out: string) => /(http:\S+)\/metrics/.exec(out)?.[1];

describe('trainvitals demo', () => {
  test('learns to read digits, tells how it goes, and ends by itself', async () => {
    const { text, exit } = trainvitals('demo', '--port', '0', '--steps', '280');
    expect(await exit, text.err).toBe(0);
    expect(urlIn(text.out)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(text.out).toMatch(
      /step 280\/280 {2}loss \d\S* {2}accuracy \d+ % {2}\S+ steps\/s {2}agent \S+ % {2}no symptoms\n/,
    );
    expect(Number(/Validation accuracy: (\S+) %/.exec(text.out)?.[1])).toBeGreaterThan(90);
  });

  test('serves its epochs until it is interrupted, and names the fault it trains with', async () => {
    const { child, text, exit } = trainvitals('demo', '--port', '0', '--fault', 'variable-not-training');
    await until('the end of training', () => text.out.includes('until Ctrl-C'));
    const url = urlIn(text.out) ?? '';
    const samples = await scrape(url);
    const run = 'demo-variable-not-training';
    expect(valueIn(samples, 'training_run_state', { run, state: 'finished' })).toBe(1);
    expect(valueIn(samples, 'training_steps_total', { run })).toBe(376);
    expect(text.out).toMatch(
      /raised {3}variable-not-training \(warning\) at step \d+: .*gate.*\n {9}try: \S/,
    );
    child.kill('SIGINT');
    expect(await exit, text.err).toBe(0);
    expect(text.out).toMatch(/Stopped after 376 steps\.\n$/);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('ends cleanly when it is interrupted while it trains', async () => {
    const { child, text, exit } = trainvitals('demo', '--port', '0');
    await until('some steps', () => /step [1-9]/.test(text.out));
    child.kill('SIGINT');
    expect(await exit, text.err).toBe(0);
    expect(text.out).toMatch(/Stopped after \d+ steps\.\n$/);
  });

  test('says that its port is taken', async () => {
    const first = trainvitals('demo', '--port', '0');
    await until('the first address', () => urlIn(first.text.out) !== undefined);
    const port = new URL(urlIn(first.text.out) ?? '').port;
    const { text, exit } = trainvitals('demo', '--port', port);
    expect(await exit).toBe(1);
    expect(text.err).toMatch(new RegExp(`^trainvitals demo: .*port ${port} .*\\n$`));
    first.child.kill('SIGINT');
    expect(await first.exit).toBe(0);
  });
});

describe('trainvitals', () => {
  test.each([
    [
      [],
      'expected a command, one of demo, check, replay, explain, rules, dashboards, targets, build-tfjs-node, got none',
    ],
    [
      ['monitor'],
      'expected a command, one of demo, check, replay, explain, rules, dashboards, targets, build-tfjs-node, got "monitor"',
    ],
    [['demo', '--port', 'http'], '--port must be a whole number'],
    [['demo', '--fault', 'tired'], '--fault must be list or one of inputs-nonfinite'],
  ])('refuses %j with one line', async (args, message) => {
    const { text, exit } = trainvitals(...args);
    expect(await exit).toBe(2);
    expect(text.err).toContain(message);
    expect(text.err.trim()).not.toContain('\n');
  });

  test.each([
    [['--help'], 'trainvitals rules'],
    [['demo', '--help'], '--steps N'],
    [['demo', '--fault', 'list'], 'dead-relu'],
    [['--version'], '0.'],
  ])('answers %j', async (args, part) => {
    const { text, exit } = trainvitals(...args);
    expect(await exit, text.err).toBe(0);
    expect(text.out).toContain(part);
  });
});
