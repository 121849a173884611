import { describe, expect, test } from 'vitest';
import { requireTool } from '../tools.js';
import { play } from '../zoo/play.js';
import { TapePlayer } from '../zoo/tape-player.js';
import { zoo } from '../zoo/zoo.js';
import { alertsOf } from './alerts.js';

describe.runIf(requireTool('prometheus'))('runs that are played to Prometheus', () => {
  // Pace is the machine's, and other tests share it.
  test('fire the alerts of what the process raised', { retry: 3 }, async () => {
    const runs = ['dead-by-bias', 'ok-some-dead-units'].map((name) => zoo.find((run) => run.name === name));
    const players: TapePlayer[] = [];
    const raised: string[] = [];
    for (const run of runs) {
      if (!run) throw new Error('the runs of this test are no longer in the zoo: name others');
      const { tape, raised: events } = await play(run, 1);
      players.push(new TapePlayer(tape, undefined, run.name));
      raised.push(...events.map(({ symptom, layer = '' }) => `${run.name} ${symptom} ${layer}`));
    }
    const fired = (await alertsOf(players)).map(
      ({ run, symptom, layer = '' }) => `${run} ${symptom} ${layer}`,
    );
    expect(raised).toContain('dead-by-bias dead-relu hidden1');
    expect(fired.sort()).toEqual([...new Set(raised)].sort());
  });
});
