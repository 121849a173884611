import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { rules } from '../src/generate/alerts.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { type Ranks, startRanks } from './ranks/ranks.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { rulesForTest } from './stack/rules.js';
import { requireTool } from './tools.js';

const DEVIATION = 'rank:training_replica_weight_norm:deviation';
const EXCESS = 'rank:training_step_own_time_typical_seconds:excess';

/** Runs on several real processes that average their gradients, compared by a real Prometheus. */
describe.runIf(requireTool('prometheus'))('of the ranks of a run', () => {
  let prometheus: Prometheus;

  beforeAll(async () => {
    // As generated, but for the times, and the limit of a straggler: the ranks of a test share a few busy cores.
    const text = rules(catalogue, { limits: { straggler: { excess: 3 } } });
    const { file } = await rulesForTest({ text }, { for: '1s' });
    prometheus = await startPrometheus({ rules: [file] });
  });
  afterAll(() => prometheus?.stop());

  /** Ranks of a run that are scraped, from their first steps on. */
  async function scrapedRanks(run: string, worldSize: number): Promise<Ranks> {
    const ranks = await startRanks(run, worldSize);
    await prometheus.scrape(ranks.addresses);
    return ranks;
  }

  /** Whatever fired for a run so far, as it is asked for by labels. */
  const fired = async (run: string, alertname: string, ...labels: string[]) => {
    const alerts = `ALERTS{alertname="${alertname}",alertstate="firing",run="${run}"}`;
    const found = await prometheus.query(`last_over_time(${alerts}[1h])`);
    return [...new Set(found.map(({ labels: of }) => labels.map((label) => of[label]).join(' ')))].sort();
  };

  describe('four', () => {
    const run = 'four';
    const kernel = `{run="${run}",layer="hidden",variable="kernel"}`;
    let ranks: Ranks;

    beforeAll(async () => {
      ranks = await scrapedRanks(run, 4);
    });
    afterAll(() => ranks?.stop());

    test('that are well, weights are compared at one step after another, and are the same to the last bit', async () => {
      const seen = new Set<number>();
      await prometheus.waitFor('four steps at which four ranks are compared', async () => {
        const compared = await prometheus.query(`count by (run) (${DEVIATION}${kernel})`);
        const [step] = await prometheus.query(`max(training_replica_step{run="${run}"})`);
        if (compared[0]?.value === 4 && step) seen.add(step.value);
        return seen.size >= 4;
      });
      const worst = await prometheus.query(`max_over_time(${DEVIATION}{run="${run}"}[1h])`);
      expect(worst.length).toBe(4 * 4);
      for (const { labels, value } of worst) expect(value, JSON.stringify(labels)).toBe(0);
      // They train: what is compared changes from step to step.
      const changes = await prometheus.query(`changes(training_replica_weight_norm${kernel}[1h])`);
      expect(Math.min(...changes.map(({ value }) => value))).toBeGreaterThanOrEqual(1);
      expect(await fired(run, 'TrainingReplicaDivergence')).toEqual([]);
    });

    test('that are alike, nobody is named as slow', async () => {
      await prometheus.waitFor('ten looks at the own time of four ranks', async () => {
        const looks = await prometheus.query(`count_over_time(${EXCESS}{run="${run}"}[1h]) >= 10`);
        return looks.length === 4;
      });
      expect(await fired(run, 'TrainingStraggler')).toEqual([]);
    });

    test('one that is slow is named, and none of those that wait for it', async () => {
      ranks.order(3, 'slow');
      const { labels, annotations } = await prometheus.waitForAlert('TrainingStraggler', { run });
      expect(labels).toMatchObject({ rank: '3', severity: 'warning', instance: ranks.addresses[3] });
      expect(annotations.description).toContain('Rank 3.');
      // The step takes all of them as long.
      const [spread] = await prometheus.query(
        `max(training_step_duration_typical_seconds{run="${run}"}) / min(training_step_duration_typical_seconds{run="${run}"})`,
      );
      expect(spread?.value).toBeLessThan(2);
      expect(await fired(run, 'TrainingStraggler', 'rank')).toEqual(['3']);
      ranks.order(3, 'train');
    });
  });

  // A run of its own: the later in a run, the longer it is to the next step that is compared.
  test('four, one whose weights are disturbed in one layer is named, with the layer, and no other', async () => {
    const run = 'disturbed';
    const ranks = await scrapedRanks(run, 4);
    onTestFinished(ranks.stop);
    await prometheus.waitFor('the first comparison of four ranks', async () => {
      const [compared] = await prometheus.query(
        `count by (run) (${DEVIATION}{run="${run}",layer="out",variable="kernel"} == 0)`,
      );
      return compared?.value === 4;
    });
    ranks.order(2, 'disturb');
    const alert = await prometheus.waitForAlert('TrainingReplicaDivergence', { run }, 100_000);
    expect(alert.labels).toMatchObject({ severity: 'critical', instance: ranks.addresses[2] });
    expect(alert.annotations.description).toContain('Rank 2.');
    expect(await fired(run, 'TrainingReplicaDivergence', 'rank', 'layer', 'variable')).toEqual([
      '2 out kernel',
    ]);
  });

  test('two, both are named when one applies its own gradients instead of the mean', async () => {
    const run = 'two';
    const ranks = await scrapedRanks(run, 2);
    onTestFinished(ranks.stop);
    ranks.order(1, 'own');
    const named = ['0 hidden', '0 out', '1 hidden', '1 out'];
    await prometheus.waitFor(`alerts of ${named}`, async () => {
      const found = await fired(run, 'TrainingReplicaDivergence', 'rank', 'layer');
      return found.length === named.length && found.every((place, at) => place === named[at]);
    });
  });
});
