import { describe, expect, it } from 'vitest';
import { playCase, TICK } from '../play.js';
import { cases } from './variable-not-training.cases.js';
import { variableNotTraining } from './variable-not-training.js';

describe('variable-not-training', () => {
  it.each(cases)('$name', (each) => {
    expect(playCase(variableNotTraining, each).verdicts).toEqual(each.expect);
  });

  it('is raised and cleared at the very step at which it has held', () => {
    const [sick] = cases;
    const { raise, clear } = variableNotTraining.hold;
    const events = sick ? playCase(variableNotTraining, sick).events : [];
    expect(events.map(({ state, step }) => [state, step])).toEqual([
      ['raised', 4 * TICK + raise],
      ['cleared', 12 * TICK + clear],
    ]);
  });

  it('says what was found and where', () => {
    const [sick] = cases;
    const [event] = sick ? playCase(variableNotTraining, sick).events : [];
    expect(event?.message).toContain('Variable kernel of layer conv2');
  });
});
