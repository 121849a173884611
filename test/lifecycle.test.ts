import { readdirSync } from 'node:fs';
import type { WatchOptions } from 'trainvitals';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { rules } from '../src/generate/alerts.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { startTrainee, type Trainee } from './chain/trainee.js';
import { matches, type Prometheus, startPrometheus } from './stack/prometheus.js';
import { rulesForTest } from './stack/rules.js';
import { scratchFolder } from './stack/server.js';
import { requireTool } from './tools.js';

/** How runs end, and who is paged for it, on a pair of Prometheus of which one is slower. */
describe.runIf(requireTool('prometheus'))('a run that agents register with a pair of Prometheus', () => {
  let folder: string;
  let pair: readonly Prometheus[];

  beforeAll(async () => {
    folder = await scratchFolder('register');
    const { file } = await rulesForTest({ text: rules(catalogue) }, { for: '1s', keepFiringFor: '5s' });
    pair = await Promise.all(
      ['1s', '3s'].map((scrapeInterval) => startPrometheus({ folder, rules: [file], scrapeInterval })),
    );
  });
  afterAll(async () => {
    await Promise.all((pair ?? []).map((prometheus) => prometheus.stop()));
  });

  /** A run that both have scraped. */
  async function scrapedRun(run: string, options: WatchOptions = {}): Promise<Trainee> {
    const trainee = await startTrainee(run, 'alive', { register: folder, ...options });
    onTestFinished(trainee.stop);
    await Promise.all(
      pair.map((prometheus) =>
        prometheus.waitFor(`steps of ${run}`, async () =>
          (await prometheus.query(`training_steps_total{run="${run}"} > 0`)).at(0),
        ),
      ),
    );
    return trainee;
  }

  /** The last state of a run as each of the pair knows it, once its process is gone for it. */
  const lastStates = (run: string) =>
    Promise.all(
      pair.map((prometheus) =>
        prometheus.waitFor(`the end of ${run}`, async () => {
          if ((await prometheus.query(`training_run_state{run="${run}"}`)).length > 0) return undefined;
          const last = await prometheus.query(`last_over_time(training_run_state{run="${run}"}[5m]) == 1`);
          return last.map(({ labels }) => labels.state).join();
        }),
      ),
    );

  /** Ranks for which each of the pair fires that a run is lost. */
  const lost = (run: string) =>
    Promise.all(
      pair.map(async (prometheus) =>
        (await prometheus.alerts())
          .filter((alert) => matches(alert, { symptom: 'run-lost', run }) && alert.state === 'firing')
          .map(({ labels }) => labels.rank ?? 'no rank'),
      ),
    );
  const registered = () => readdirSync(folder).length;

  test('that finishes is seen to by both, pages nobody and leaves no registration', async () => {
    const trainee = await scrapedRun('finishes');
    expect(registered()).toBe(1);
    trainee.order('end');
    expect(await trainee.exit()).toBe(0);
    expect(registered()).toBe(0);
    expect(await lastStates('finishes')).toEqual(['finished', 'finished']);
    // Killed later, this one is found lost: by then the one that finished would have been.
    const later = await scrapedRun('is-killed');
    later.kill();
    await Promise.all(
      pair.map((prometheus) => prometheus.waitForAlert('TrainingRunLost', { run: 'is-killed' })),
    );
    expect(await lost('finishes')).toEqual([[], []]);
  });

  test('of which one rank is killed pages for that rank', async () => {
    const options = { worldSize: 2, onlyRankZero: true };
    const first = await scrapedRun('two-ranks', { ...options, rank: 0 });
    const second = await startTrainee('two-ranks', 'alive', { register: folder, ...options, rank: 1 });
    onTestFinished(second.stop);
    const [prometheus] = pair;
    await prometheus?.waitFor('both ranks', async () => {
      const ranks = await prometheus.query('training_steps_total{run="two-ranks"} > 0');
      return ranks.length === 2 || undefined;
    });
    // What all ranks share comes from rank 0 alone.
    const shared = await prometheus?.query('count by (rank) (training_layer_weight_norm{run="two-ranks"})');
    expect(shared?.map(({ labels }) => labels.rank)).toEqual(['0']);
    // What they are compared by comes from each, and what happens in a layer is still seen by each.
    const compared = await prometheus?.query(
      'count by (rank) (training_replica_weight_norm{run="two-ranks"})',
    );
    expect(compared?.map(({ labels }) => labels.rank).sort()).toEqual(['0', '1']);
    second.kill();
    await prometheus?.waitForAlert('TrainingRunLost', { run: 'two-ranks', rank: '1' });
    expect((await lost('two-ranks'))[0]).toEqual(['1']);
    first.order('end');
    expect(await first.exit()).toBe(0);
  });

  test('that is told to stop, as on a node that is drained, ends as finished and by the signal', async () => {
    const trainee = await scrapedRun('is-drained', { stopSignals: ['SIGTERM'] });
    trainee.kill('SIGTERM');
    expect(await trainee.exit()).toBe('SIGTERM');
    expect(await lastStates('is-drained')).toEqual(['finished', 'finished']);
    expect(readdirSync(folder).some((name) => name.includes(trainee.address.split(':')[1] ?? ''))).toBe(
      false,
    );
  });

  test('that is told to stop and was not asked to listen ends at once, and is lost', async () => {
    const trainee = await scrapedRun('is-ended');
    trainee.kill('SIGTERM');
    expect(await trainee.exit()).toBe('SIGTERM');
    await Promise.all(
      pair.map((prometheus) => prometheus.waitForAlert('TrainingRunLost', { run: 'is-ended' })),
    );
    expect(await lost('is-drained')).toEqual([[], []]);
  });
});
