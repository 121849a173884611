import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { run } from './targets.js';

let folder: string;
const said: string[] = [];
const refused: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainvitals-targets-'));
  said.length = 0;
  refused.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void refused.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A registration that is so many seconds old. */
function registered(address: string, age: number): string {
  const file = join(folder, `trainvitals-${address.replace(':', '_')}.json`);
  writeFileSync(file, JSON.stringify([{ targets: [address], labels: {} }]));
  const then = Date.now() / 1000 - age;
  utimesSync(file, then, then);
  return file;
}

/** An exporter that answers, and its address. */
async function exporter(): Promise<string> {
  const server = createServer((_, response) => response.end('healthy'));
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe('trainvitals targets', () => {
  it('prints what has registered, as file_sd reads it', async () => {
    registered('node-1:9790', 0);
    registered('node-2:9790', 0);
    expect(await run([folder])).toBe(0);
    expect(JSON.parse(said.join(''))).toEqual([
      { targets: ['node-1:9790'], labels: {} },
      { targets: ['node-2:9790'], labels: {} },
    ]);
  });

  it('sweeps what is old and does not answer, and nothing else', async () => {
    const gone = registered('127.0.0.1:1', 100);
    const young = registered('127.0.0.1:2', 10);
    const alive = registered(await exporter(), 100);
    expect(await run([folder, '--sweep', '60'])).toBe(0);
    expect([gone, young, alive].map((file) => existsSync(file))).toEqual([false, true, true]);
    expect(said).toEqual([`removed ${gone}`]);
  });

  it('serves what has registered for http_sd, as it is at each request', async () => {
    const ended = run([folder, '--port', '0']);
    await vi.waitFor(() => expect(said).toHaveLength(1));
    const [url = ''] = said.join('').split(' ');
    const asked = async () => {
      const response = await fetch(url);
      return { type: response.headers.get('content-type'), body: await response.json() };
    };
    expect(await asked()).toEqual({ type: 'application/json', body: [] });
    registered('node-1:9790', 0);
    expect((await asked()).body).toEqual([{ targets: ['node-1:9790'], labels: {} }]);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(405);
    process.emit('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.each([
    [[], 'expected one folder, got 0: name the one that the agents register in'],
    [['a', 'b'], 'expected one folder, got 2: name the one that the agents register in'],
    [['a', '--sweep', 'soon'], '--sweep must be a whole number from 0 to 2147483648, got "soon"'],
    [['a', '--port', '70000'], '--port must be a whole number from 0 to 65535, got "70000"'],
    [
      ['a', '--port', '0', '--sweep', '1'],
      'expected --sweep or --port, got both: one sweeps and ends, the other serves until it is ended',
    ],
  ])('refuses %j in one line', async (args, message) => {
    expect(await run(args)).toBe(2);
    expect(refused).toEqual([`trainvitals targets: ${message}`]);
  });

  it('says in one line that a folder is not there', async () => {
    expect(await run([join(folder, 'missing')])).toBe(1);
    expect(refused.join('')).toMatch(/^trainvitals targets: expected a folder .*ENOENT[^\n]*$/);
  });
});
