import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from './dashboards.js';

let folder = '';
const errors: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainvitals-dashboards-'));
  errors.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line) => errors.push(String(line)));
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe('trainvitals dashboards', () => {
  it('writes the committed dashboards, and only them', async () => {
    const out = join(folder, 'new', 'grafana');
    expect(await run(['--out', out])).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      'agent.json',
      'fleet.json',
      'layers.json',
      'run.json',
      'symptoms.json',
    ]);
    const committed = new URL('../../dashboards/run.json', import.meta.url);
    expect(readFileSync(join(out, 'run.json'), 'utf8')).toBe(readFileSync(committed, 'utf8'));
  });

  it.each([
    [[], 2, 'expected --out DIR'],
    [['--to', 'x'], 2, "Unknown option '--to'"],
    [['--out', '/dev/null/x'], 1, 'cannot write to /dev/null/x'],
  ])('refuses %j with one line', async (args, code, message) => {
    expect(await run(args)).toBe(code);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(message);
  });
});
