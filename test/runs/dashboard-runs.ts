import * as tf from '@tensorflow/tfjs';
import { type Vitals, watch } from 'trainvitals';
import { JOB } from '../../src/series.js';
import { startTrainee, type Trainee } from '../chain/trainee.js';
import { preflightReport } from '../preflight-report.js';
import { startGpuExporter } from '../stack/gpu-exporter.js';
import type { Prometheus } from '../stack/prometheus.js';
import { everyKind } from './every-kind.js';

export const WATCHED = 'every-kind';
const VANISHED = 'vanished';
const WAITING = 'waiting';
const RANKS = 'ranks';
const FED_WRONGLY = 'fed-wrongly';
const REPORTING = 'reporting';

/** Runs that give every query of the dashboards an answer. */
export interface DashboardRuns {
  /** Of the run `WATCHED`. */
  readonly instance: string;
  readonly layers: readonly string[];
  /** What Grafana fills into the queries. */
  readonly chosen: Readonly<Record<string, string>>;
  /** Lets the fit end, and ends all. */
  stop(): Promise<void>;
}

/**
 * Starts real runs and has them scraped: one is in the middle of a fit, which waits for `stop()`, another stands at a
 * step at which a symptom is about to be raised, the process of the third is gone, a fourth has two ranks,
 * the symptoms of a fifth are of no layer, a sixth reports another loss than it minimizes.
 */
export async function startDashboardRuns(prometheus: Prometheus): Promise<DashboardRuns> {
  const isScraped = (run: string) =>
    prometheus.waitFor(`steps of ${run}`, async () =>
      (await prometheus.query(`training_steps_total{run="${run}"} > 0`)).at(0),
    );
  await tf.setBackend('cpu');
  const { model, train, test: unseen, layers } = everyKind(tf);
  const vitals = await watch(model, { run: WATCHED, port: 0, linger: 0 });
  const instance = new URL(vitals.url).host;
  const trainee: Trainee = await startTrainee(VANISHED);
  const waiting = await waitingRun();
  const gpus = await startGpuExporter('localhost');
  const others = [waiting, await wronglyFedRun(), await reportingRun(), ...(await runOnRanks())];
  const hosts = others.map(({ url }) => new URL(url).host);
  await prometheus.scrape([instance, ...hosts, trainee.address, gpus.address]);
  await isScraped(VANISHED);
  trainee.kill();
  await trainee.exit();

  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let endOfFit: Promise<unknown> = Promise.resolve();
  await new Promise<void>((reached, failed) => {
    endOfFit = model.fit(train.xs, train.ys, {
      epochs: 12,
      verbose: 0,
      validationData: [unseen.xs, unseen.ys],
      callbacks: {
        onEpochEnd: async (epoch) => {
          if (epoch === 0) await isScraped(WATCHED);
          if (epoch < 10) return;
          reached();
          await released;
        },
      },
    });
    endOfFit.catch(failed);
  });

  const either = (...values: string[]) => `(${values.join('|')})`;
  return {
    instance,
    layers,
    chosen: {
      job: JOB,
      instance: either(instance, ...hosts, trainee.address).replaceAll('.', '\\\\.'),
      run: either(WATCHED, WAITING, VANISHED, RANKS, FED_WRONGLY, REPORTING),
      layer: '.+',
      __rate_interval: '4s',
      __range: '2m',
      compare: 'optimizer',
    },
    stop: async () => {
      release();
      await endOfFit;
      await vitals.close();
      for (const one of others) await one.close();
      await gpus.stop();
      await trainee.stop();
    },
  };
}

/** A run that has taken just as many steps as a condition must hold for before it is raised, less a few. */
async function waitingRun(): Promise<Vitals> {
  const { model, train } = everyKind(tf);
  const vitals = await watch(model, { run: WAITING, port: 0, linger: 0 });
  const [xs, ys] = [train.xs.slice(0, 32), train.ys.slice(0, 32)];
  for (let step = 0; step < 200; step++) {
    await model.trainOnBatch(xs, ys);
    await vitals.flush();
    const metrics = await (await fetch(`${vitals.url}/metrics`)).text();
    if (/^training_symptom_pending\{.*symptom="dead-relu"/m.test(metrics)) return vitals;
  }
  throw new Error('expected dead-relu to wait for its hold within 200 steps, and it did not');
}

/** A run on raw numbers, for which a symptom waits, and of which one label is NaN, for which one is raised; its preflight had said so. */
async function wronglyFedRun(): Promise<Vitals> {
  const { model, train } = everyKind(tf);
  const preflight = preflightReport({ inputs: { verdict: 'fail', severity: 'warning' } });
  const vitals = await watch(model, { run: FED_WRONGLY, port: 0, linger: 0, preflight });
  const [xs, ys] = [train.xs.slice(0, 32).mul(1000), train.ys.slice(0, 32)];
  for (const labels of [ys, ys, ys.mul(Number.NaN)]) await model.trainOnBatch(xs, labels);
  await vitals.flush();
  return vitals;
}

/** A loop that reports the loss of examples that it does not train on. */
async function reportingRun(): Promise<Vitals> {
  const { model, train, test: unseen } = everyKind(tf);
  const optimizer = tf.train.sgd(0.1);
  const vitals = await watch(optimizer, { model, run: REPORTING, port: 0, linger: 0 });
  const lossOf = ({ xs, ys }: { xs: tf.Tensor; ys: tf.Tensor }) =>
    tf.losses.softmaxCrossEntropy(ys, model.apply(xs) as tf.Tensor).asScalar();
  for (let step = 0; step < 80; step++) {
    optimizer.minimize(() => lossOf(train));
    const loss = tf.tidy(() => lossOf(unseen));
    vitals.step({ loss });
    loss.dispose();
  }
  await vitals.flush();
  return vitals;
}

/** A run on two ranks that have taken the same steps. */
const runOnRanks = (): Promise<Vitals[]> =>
  Promise.all(
    [0, 1].map(async (rank) => {
      const { model, train } = everyKind(tf);
      const vitals = await watch(model, { run: RANKS, rank, worldSize: 2, port: 0, linger: 0 });
      for (let step = 0; step < 4; step++)
        await model.trainOnBatch(train.xs.slice(0, 32), train.ys.slice(0, 32));
      await vitals.flush();
      return vitals;
    }),
  );
