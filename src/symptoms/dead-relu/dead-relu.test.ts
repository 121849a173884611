import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './dead-relu.cases.js';
import { deadRelu } from './dead-relu.js';

describe('dead-relu', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(deadRelu, each).verdicts).toEqual(each.expect);
  });

  it('is raised and cleared at the very step at which it has held', () => {
    const [sick] = cases;
    const { raise, clear } = deadRelu.hold;
    const events = sick ? playCase(deadRelu, sick).events : [];
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['raised', 3 * TICK + raise],
      ['cleared', 11 * TICK + clear],
    ]);
  });

  it('says what was found and where', () => {
    const [sick] = cases;
    const [event] = sick ? playCase(deadRelu, sick).events : [];
    expect(event?.message).toContain('95 % of the units of layer dense1');
  });
});
