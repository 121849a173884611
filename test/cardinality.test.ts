import * as tf from '@tensorflow/tfjs';
import { type Vitals, watch } from 'trainvitals';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Size, seriesAtMost } from '../src/generate/cardinality.js';
import { preflightReport } from './preflight-report.js';
import { everyKind } from './runs/every-kind.js';

let vitals: Vitals | undefined;
beforeAll(() => tf.setBackend('cpu'));
afterEach(() => vitals?.close());

/** Series of the run in /metrics, those of the process left out: each name with its labels. */
async function exported(): Promise<string[]> {
  const metrics = await (await fetch(`${vitals?.url}/metrics`)).text();
  const samples = metrics.split('\n').filter((line) => line.startsWith('training_'));
  return samples.map((line) => line.slice(0, line.lastIndexOf(' ')));
}

/** Not of a symptom: those come and go with what the run shows. */
const always = (series: string[]) => series.filter((one) => !one.startsWith('training_symptom_'));

/** A stack of so many dense layers. */
function stack(depth: number): tf.LayersModel {
  const layers = Array.from({ length: depth }, (_, index) =>
    tf.layers.dense({
      name: `layer-${index}`,
      units: 8,
      activation: index % 2 ? 'relu' : 'tanh',
      ...(index === 0 && { inputShape: [8] }),
    }),
  );
  const model = tf.sequential({ layers });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  return model;
}

const stackOf = (layers: number) => ({
  name: `a stack of ${layers} layers`,
  size: { layers, variables: 2 * layers, inputs: 1, classes: 0, metrics: 0 } satisfies Size,
  train: async () => {
    const model = stack(layers);
    vitals = await watch(model, { run: 'stack', port: 0, linger: 0, every: 1 });
    const xs = tf.randomNormal([32, 8]);
    await model.fit(xs, xs, { epochs: 40, verbose: 0, validationSplit: 0.25 });
  },
});

test.each([
  stackOf(2),
  stackOf(25),
  {
    name: 'a classifier with every kind of series, of which every check failed',
    size: { layers: 5, variables: 8, inputs: 1, classes: 3, metrics: 1 },
    train: async () => {
      const { model, train, test: unseen } = everyKind(tf);
      const { checks } = preflightReport();
      const preflight = preflightReport(
        Object.fromEntries(checks.map(({ id }) => [id, { verdict: 'fail', severity: 'warning' }])),
      );
      vitals = await watch(model, { run: 'every-kind', port: 0, linger: 0, every: 1, preflight });
      await model.fit(train.xs, train.ys, { epochs: 4, verbose: 0, validationData: [unseen.xs, unseen.ys] });
    },
  },
])('$name has no more series than the formula says, and not far fewer', async ({ size, train }) => {
  await train();
  await vitals?.flush();
  const { length: found } = await exported();
  expect(found).toBeLessThanOrEqual(seriesAtMost(size));
  expect(found).toBeGreaterThan(0.4 * seriesAtMost(size));
});

test('time brings no more of them, nor takes any away', async () => {
  const model = stack(2);
  vitals = await watch(model, { run: 'goes-on', port: 0, linger: 0, every: 1 });
  const xs = tf.randomNormal([32, 8]);
  const found: string[][] = [];
  for (let fit = 0; fit < 3; fit++) {
    await model.fit(xs, xs, { epochs: 150, verbose: 0, validationSplit: 0.25 });
    await vitals.flush();
    found.push(always(await exported()));
  }
  expect(found[2]).toEqual(found[1]);
});
