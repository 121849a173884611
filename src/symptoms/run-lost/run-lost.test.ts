import { describe, expect, it } from 'vitest';
import { playCase } from '../play.js';
import { cases } from './run-lost.cases.js';
import { runLost } from './run-lost.js';

describe('run-lost', () => {
  it.each(cases)('is not decided in the process, which cannot see that it vanished: $name', (each) => {
    const { verdicts, events } = playCase(runLost, each);
    expect(verdicts.map(({ raised }) => raised)).toEqual(each.expect.map(() => false));
    expect(events).toEqual([]);
  });
});
