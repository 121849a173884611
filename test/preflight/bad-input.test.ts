import * as tf from '@tensorflow/tfjs';
import { preflight, TrainvitalsError } from 'trainvitals';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { checks } from '../../dist/preflight/catalogue.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Loss = Parameters<tf.LayersModel['compile']>[0]['loss'];

function classifier(loss: Loss = 'categoricalCrossentropy'): tf.LayersModel {
  const model = tf.sequential({
    name: 'small',
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 16,
        activation: 'relu',
        inputShape: [4],
        kernelInitializer: tf.initializers.heNormal({ seed: 1 }),
      }),
      tf.layers.dense({
        name: 'classes',
        units: 3,
        activation: 'softmax',
        kernelInitializer: tf.initializers.heNormal({ seed: 2 }),
      }),
    ],
  });
  model.compile({ optimizer: 'adam', loss });
  return model;
}
const xs = (rows = 30) => tf.randomNormal<tf.Rank.R2>([rows, 4], 0, 1, 'float32', 1);
const ys = (rows = 30) =>
  tf
    .oneHot(
      tf.tensor1d(
        Array.from({ length: rows }, (_, row) => row % 3),
        'int32',
      ),
      3,
    )
    .toFloat();
const quiet = { print: false } as const;

describe('bad input is refused in one line', () => {
  const good = () => ({ xs: xs(), ys: ys() });
  const uncompiled = () =>
    tf.sequential({ name: 'raw', layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
  const disposed = () => {
    const tensor = xs();
    tensor.dispose();
    return tensor;
  };
  test.each<{
    what: string;
    model?: () => unknown;
    data: () => unknown;
    code: string;
    says: string | RegExp;
  }>([
    {
      what: 'no model',
      model: () => undefined,
      data: good,
      code: 'TARGET',
      says: 'preflight(): expected a compiled tf.LayersModel, got undefined',
    },
    {
      what: 'an optimizer',
      model: () => tf.train.sgd(1),
      data: good,
      code: 'TARGET',
      says: /expected a compiled tf\.LayersModel, got object/,
    },
    {
      what: 'a model that is not compiled',
      model: uncompiled,
      data: good,
      code: 'TARGET',
      says: 'preflight(): model "raw" is not compiled; call preflight() after compile()',
    },
    {
      what: 'a model that is disposed',
      model: () => {
        const model = classifier();
        model.dispose();
        return model;
      },
      data: good,
      code: 'TARGET',
      says: 'preflight(): model "small" has weights that are disposed; call preflight() before dispose()',
    },
    {
      what: 'no data',
      data: () => undefined,
      code: 'OPTION',
      says: 'preflight(): option "data" must be an object with xs and ys, got none',
    },
    {
      what: 'no xs',
      data: () => ({ ys: ys() }),
      code: 'DATA',
      says: 'preflight(): xs must have a tensor for "hidden_input", got undefined',
    },
    {
      what: 'an array of numbers',
      data: () => ({ xs: [[1, 2, 3, 4]], ys: ys() }),
      code: 'DATA',
      says: /xs must have a tensor for "hidden_input", got object/,
    },
    {
      what: 'no examples',
      data: () => ({ xs: tf.zeros([0, 4]), ys: tf.zeros([0, 3]) }),
      code: 'DATA',
      says: 'preflight(): xs must have 2 examples or more, got none; give it all there are',
    },
    {
      what: 'one example',
      data: () => ({ xs: xs(1), ys: ys(1) }),
      code: 'DATA',
      says: 'preflight(): xs must have 2 examples or more, got 1; give it all there are',
    },
    {
      what: 'inputs of another shape',
      data: () => ({ xs: tf.zeros([30, 5]), ys: ys() }),
      code: 'DATA',
      says: 'preflight(): xs for "hidden_input" must have shape [examples, 4], got [30, 5]',
    },
    {
      what: 'labels of another shape',
      data: () => ({ xs: xs(), ys: tf.zeros([30, 2]) }),
      code: 'DATA',
      says: 'preflight(): ys for "classes" must have shape [examples, 3], got [30, 2]',
    },
    {
      what: 'inputs of another rank',
      data: () => ({ xs: tf.zeros([30, 2, 2]), ys: ys() }),
      code: 'DATA',
      says: 'preflight(): xs for "hidden_input" must have shape [examples, 4], got [30, 2, 2]',
    },
    {
      what: 'more inputs than labels',
      data: () => ({ xs: xs(31), ys: ys(30) }),
      code: 'DATA',
      says: 'preflight(): xs and ys must have as many examples each, got 31 for "hidden_input" and 30 for "classes"; pair inputs and labels',
    },
    {
      what: 'several tensors for one input',
      data: () => ({ xs: [xs(), xs()], ys: ys() }),
      code: 'DATA',
      says: 'preflight(): xs must be one tensor, got 2',
    },
    {
      what: 'a tensor that is disposed',
      data: () => ({ xs: disposed(), ys: ys() }),
      code: 'DATA',
      says: 'preflight(): xs must have a tensor for "hidden_input", got one that is disposed',
    },
    {
      what: 'strings',
      data: () => ({ xs: tf.fill([30, 4], 'a', 'string'), ys: ys() }),
      code: 'DATA',
      says: 'preflight(): xs for "hidden_input" must hold real numbers, got string',
    },
    {
      what: 'complex numbers',
      data: () => tf.tidy(() => ({ xs: tf.complex(xs(), xs()), ys: ys() })),
      code: 'DATA',
      says: 'preflight(): xs for "hidden_input" must hold real numbers, got complex64',
    },
    {
      what: 'validation data of another shape',
      data: () => ({ ...good(), validationData: [xs(), tf.zeros([30, 4])] }),
      code: 'DATA',
      says: 'preflight(): validationData[1] for "classes" must have shape [examples, 3], got [30, 4]',
    },
    {
      what: 'validation data that are no pair',
      data: () => ({ ...good(), validationData: xs() }),
      code: 'DATA',
      says: /validationData must be a list of inputs and targets/,
    },
    {
      what: 'too few names of classes',
      data: () => ({ ...good(), classes: ['a', 'b'] }),
      code: 'OPTION',
      says: /option "classes" must have 3 names, .* got 2/,
    },
    {
      what: 'an unknown option',
      data: () => ({ ...good(), labels: [] }),
      code: 'OPTION',
      says: /preflight\(\): unknown option "labels"; known are xs, ys/,
    },
    {
      what: 'an unknown check',
      data: () => ({ ...good(), checks: { luck: false } }),
      code: 'OPTION',
      says: /preflight\(\): unknown check "luck" in option "checks"; known are names/,
    },
    {
      what: 'no check at all',
      data: () => ({ ...good(), checks: Object.fromEntries(checks.map(({ id }) => [id, false])) }),
      code: 'OPTION',
      says: /option "checks" must be an object that leaves one check at least, got an object/,
    },
    {
      what: 'a name of a class that is left out of its list',
      data: () => ({ ...good(), classes: Object.assign(new Array(3), ['a']) }),
      code: 'OPTION',
      says: 'preflight(): option "classes[1]" must be a text, got none',
    },
    {
      what: 'an unknown limit',
      data: () => ({ ...good(), checks: { names: { luck: 1 } } }),
      code: 'OPTION',
      says: 'preflight(): unknown limit "luck" of check "names"; known are seconds, unnamed',
    },
    {
      what: 'a limit out of range',
      data: () => ({ ...good(), checks: { 'overfit-small-batch': { accuracy: 3 } } }),
      code: 'OPTION',
      says: 'preflight(): option "checks.overfit-small-batch.accuracy" must be a number from 0.1 to 1, got 3',
    },
    {
      what: 'a time limit of nothing',
      data: () => ({ ...good(), checks: { names: { seconds: 0 } } }),
      code: 'OPTION',
      says: 'preflight(): option "checks.names.seconds" must be a number from 0.1 to 86400, got 0',
    },
    {
      what: 'an unknown gate',
      data: () => ({ ...good(), gate: 'high' }),
      code: 'OPTION',
      says: 'preflight(): option "gate" must be one of critical, warning, info, got "high"',
    },
    {
      what: 'a small batch of one',
      data: () => ({ ...good(), smallBatch: 1 }),
      code: 'OPTION',
      says: 'preflight(): option "smallBatch" must be a whole number from 2 to 1000, got 1',
    },
  ])('$what', async ({ model = classifier, data, code, says }) => {
    const target = model();
    const given = data();
    const before = {
      tensors: tf.memory().numTensors,
      variables: Object.keys(tf.engine().registeredVariables),
    };
    const error: unknown = await preflight(target as object, given as never).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TrainvitalsError);
    expect(error).toMatchObject({ code });
    const { message } = error as Error;
    if (typeof says === 'string') expect(message).toBe(says);
    else expect(message).toMatch(says);
    expect(message).not.toContain('\n');
    expect({
      tensors: tf.memory().numTensors,
      variables: Object.keys(tf.engine().registeredVariables),
    }).toEqual(before);
  });
});

describe('what is wrong with the data or the loss is a finding, and the checks that would tell nothing are left out', () => {
  const verdicts = async (model: tf.LayersModel, data: object) => {
    const report = await preflight(model, { ...quiet, ...data } as never);
    expect(report.ok).toBe(false);
    return Object.fromEntries(
      report.checks.map(({ id, verdict, message }) => [id, `${verdict}: ${message}`]),
    );
  };
  const trained = [
    'initialization',
    'regularization',
    'overfit-small-batch',
    'learning-rate-search',
    'gradient-check',
  ];

  test('NaN in the inputs', async () => {
    const values = Float32Array.from(xs().dataSync());
    values[13] = Number.NaN;
    const found = await verdicts(classifier(), { xs: tf.tensor2d(values, [30, 4]), ys: ys() });
    expect(found.inputs).toMatch(/^fail: .*hidden_input/);
    for (const id of trained) expect(found[id]).toMatch(/^skipped: Not run, because inputs failed/);
  });

  test('NaN in the labels', async () => {
    const values = Float32Array.from(ys().dataSync());
    values[3] = Number.POSITIVE_INFINITY;
    const found = await verdicts(classifier(), { xs: xs(), ys: tf.tensor2d(values, [30, 3]) });
    expect(found.labels).toMatch(/^fail: /);
    for (const id of trained) expect(found[id]).toMatch(/^skipped: Not run, because labels failed/);
  });

  test('a loss that is NaN', async () => {
    const model = classifier((target: tf.Tensor, output: tf.Tensor) =>
      target.mul(output.sub(2).log()).mean(-1),
    );
    const found = await verdicts(model, { xs: xs(), ys: ys() });
    expect(found.initialization).toMatch(/^fail: The first loss of the output classes is NaN/);
    for (const id of trained.slice(1))
      expect(found[id]).toMatch(/^skipped: Not run, because initialization failed/);
  });

  test('a loss that throws', async () => {
    const model = classifier(() => {
      throw new Error('my loss has a mistake');
    });
    const found = await verdicts(model, { xs: xs(), ys: ys() });
    expect(found.wiring).toBe('fail: The model could not be computed: my loss has a mistake');
  });

  test('a loss that is no tensor', async () => {
    const model = classifier((() => 7) as never);
    const found = await verdicts(model, { xs: xs(), ys: ys() });
    expect(found.wiring).toMatch(/^fail: The model could not be computed: /);
  });
});

describe('nothing is left behind where something throws in the middle', () => {
  const quick = {
    'overfit-small-batch': { seconds: 0.5 },
    'learning-rate-search': { seconds: 0.5 },
    'gradient-check': { seconds: 0.5 },
  };
  const held = (model: tf.LayersModel) => ({
    tensors: tf.memory().numTensors,
    variables: Object.keys(tf.engine().registeredVariables),
    weights: model.getWeights().map((weight) => [...weight.dataSync()]),
  });

  // The first is outside of a gradient, the others are inside one, of the checks in their order.
  test.each([1, 2, 3, 5, 8, 60])('a loss that throws when it is called for the %sth time', async (time) => {
    let calls = 0;
    const model = classifier((target: tf.Tensor, output: tf.Tensor) => {
      if (++calls >= time) throw new Error('my loss has a mistake');
      return tf.losses.softmaxCrossEntropy(target, output, undefined, undefined, tf.Reduction.NONE);
    });
    const data = { xs: xs(), ys: ys(), ...quiet, checks: quick };
    const before = held(model);
    const { checks } = await preflight(model, data);
    expect(checks.map(({ message }) => message).join()).toMatch(
      /could not be computed: my loss has a mistake/,
    );
    expect(held(model)).toEqual(before);
  });

  test.each([1, 3])('a device that is lost at reading %s', async (time) => {
    const model = classifier();
    const data = { xs: xs(), ys: ys(), ...quiet };
    const before = held(model);
    const read = vi.spyOn(tf.backend(), 'read');
    onTestFinished(() => read.mockRestore());
    for (let each = 1; each < time; each++)
      read.mockImplementationOnce((id) => Promise.resolve(tf.backend().readSync(id)));
    read.mockRejectedValue(new Error('device lost'));
    await expect(preflight(model, data)).rejects.toThrow('device lost');
    expect(held(model)).toEqual(before);
  });
});

test('the gate throws one line that names what failed, after the report was printed', async () => {
  const model = classifier();
  model.getLayer('hidden').setWeights([tf.zeros([4, 16]), tf.zeros([16])]);
  const data = {
    xs: xs(),
    ys: ys(),
    ...quiet,
    checks: { 'overfit-small-batch': false, 'learning-rate-search': false, 'gradient-check': false },
  };
  await expect(preflight(model, { ...data, gate: 'critical' })).resolves.toMatchObject({ ok: false });
  await expect(preflight(model, { ...data, gate: 'warning' })).rejects.toMatchObject({
    code: 'PREFLIGHT',
    message: expect.stringMatching(
      /^preflight\(\): model "small" does not pass the gate "warning": Preflight failed: .*initialization \(warning\)/,
    ),
  });
});
