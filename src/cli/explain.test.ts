import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../symptoms/catalogue.js';
import { explanation, run } from './explain.js';

const printed: string[] = [];
const errors: string[] = [];
beforeEach(() => {
  printed.length = 0;
  errors.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line) => printed.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => errors.push(String(line)));
});
afterEach(() => vi.restoreAllMocks());

describe('trainvitals explain', () => {
  it.each(catalogue.map((symptom) => [symptom.id, symptom] as const))('tells all of %s', (id, symptom) => {
    const text = explanation(symptom);
    expect(text).toContain(symptom.summary);
    for (const [name, { value, origin }] of Object.entries(symptom.limits)) {
      expect(text).toContain(`${name} = ${value}`);
      expect(text).toContain(origin);
    }
    const places = symptom.remedies.map((remedy, index) => text.indexOf(`  ${index + 1}. ${remedy}`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toContain(`/src/symptoms/${id}/README.md`);
  });

  it.each([
    'dead-relu',
    'TrainingDeadRelu',
  ])('knows a symptom by its id or by its alert: %s', async (name) => {
    expect(await run([name])).toBe(0);
    expect(printed[0]).toMatch(/^dead-relu \(warning\): /);
  });

  it('lists every symptom when none is named', async () => {
    expect(await run([])).toBe(0);
    expect(printed[0]?.split('\n')).toHaveLength(catalogue.length);
  });

  it.each([
    [['dead-rely'], 'unknown symptom "dead-rely"; expected one of inputs-nonfinite, '],
    [['dead-relu', 'overfitting'], 'expected one symptom, got 2: dead-relu, overfitting'],
    [['--all'], "Unknown option '--all'"],
  ])('refuses %j with one line', async (args, message) => {
    expect(await run(args)).toBe(2);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(message);
  });
});
