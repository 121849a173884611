import { FramePlan } from '../../dist/tap/plan.js';

/** A small convolutional network as its frames describe it: a layer of each kind that has statistics of its own. */
const network = [
  { name: 'conv1', rails: 'relu', fanIn: 9, units: 8, variables: ['kernel', 'bias'] },
  { name: 'norm1', fanIn: 1, units: 8, variables: ['gamma', 'beta', 'moving_mean', 'moving_variance'] },
  { name: 'hidden', rails: 'relu', fanIn: 128, units: 32, variables: ['kernel', 'bias'] },
  { name: 'gate', rails: 'sigmoid', fanIn: 32, units: 16, variables: ['kernel', 'bias'] },
  { name: 'out', fanIn: 16, units: 3, isHead: true, variables: ['kernel', 'bias'] },
];
/** In every other chapter the network has a layer more, as somebody has who tries things: other series, wider frames. */
const extra = { name: 'extra', rails: 'tanh', fanIn: 32, units: 32, variables: ['kernel', 'bias'] };

/** The frames of a chapter: what `watch` makes of a model that was compiled anew. */
export function planOf(chapter) {
  const layers = chapter % 2 === 0 ? network : [...network.slice(0, 3), extra, ...network.slice(3)];
  const variables = layers.flatMap(({ name, fanIn, units, isHead = false, variables: names }) =>
    names.map((variable) => ({
      layer: name,
      variable,
      size: variable === 'kernel' ? fanIn * units : units,
      units,
      fanOut: units,
      isHead,
      isNormalized: name === 'conv1',
      isBounded: false,
      role: variable === 'kernel' ? 'matrix' : 'vector',
      isLearned: !variable.startsWith('moving'),
    })),
  );
  const classes = ['a', 'b', 'c'];
  const contents = {
    topology: { variables, layers },
    inputs: [{ input: 'x', isScaleSeen: true }],
    metrics: ['acc'],
    classes,
    mismatches: [{ layer: 'out', reason: 'labels' }],
    chance: { key: 'initialLoss', loss: Math.log(3), layer: 'out', variable: 'kernel' },
  };
  return Object.assign(new FramePlan(chapter + 1, contents, chapter), { variables, layers, classes });
}

/** Numbers in [0, 1) that are the same each time. */
export function seeded(state) {
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Fills in the frame of a step: a healthy one, but for what is wrong. `since` counts the steps of its chapter, `totals`
 * what only grows.
 */
export function fill(draft, { plan, step, since, wrong, totals, random }) {
  const sampled = since < 50 || step % 10 === 0;
  const noise = (size) => 1 + size * (2 * random() - 1);
  const progress = 0.03 + Math.exp(-since / 150);
  const grows = wrong === 'diverging' ? 1.012 ** totals.wrongFor : 1;
  const loss = wrong === 'nonfinite' ? Number.NaN : 1.1 * progress * grows * noise(0.05);
  if (wrong === 'nonfinite') totals.nonfinite++;
  draft.header('step', step);
  draft.header('time', 1_800_000_000 + step * 0.02);
  draft.header('sampled', Number(sampled));
  draft.set('steps', step);
  draft.set('examples', 32 * step);
  draft.set('epochs', Math.floor(step / 1000));
  draft.set('stepDuration', 0.02 * noise(0.1));
  draft.set('dataLoss', loss);
  draft.set('loss', loss + 0.01, 'train');
  draft.set('regularizationLoss', 0.01);
  draft.set('metric', 1 - 0.5 * progress, 'acc', 'train');
  draft.set('learningRate', 0.001);
  draft.set('gradientNorm', wrong === 'nonfinite' ? Number.NaN : progress * noise(0.2));
  draft.set('tensors', 60);
  draft.set('tensorBytes', 1e6);
  draft.set('agentOverhead', 0.0002);
  draft.set('agentInterval', 10);
  draft.set('agentBudget', 0.5);
  for (const where of ['loss', 'gradient', 'weight', 'activation', 'input', 'label'])
    draft.set('nonfinite', where === 'loss' ? totals.nonfinite : 0, where);
  if (sampled) fillSampled(draft, { plan, step, since, wrong, noise, progress });
}

function fillSampled(draft, { plan, step, since, wrong, noise, progress }) {
  for (const { layer, variable, size, units, isLearned } of plan.variables) {
    const set = (key, value) => draft.set(key, Math.fround(value), layer, variable);
    set('layerWeightNorm', Math.sqrt(2 * units) * noise(0.01));
    set('layerWeightStd', Math.sqrt((2 * units) / size) * noise(0.01));
    if (!isLearned) continue;
    set('layerTrainable', 1);
    set('layerGradientReceived', 1);
    set('layerGradientNorm', 0.3 * progress * Math.sqrt(size) * noise(0.2));
    set('layerGradientMeanAbs', 0.2 * progress * noise(0.2));
    set('layerGradientMaxAbs', 1.5 * progress * noise(0.2));
    set('layerRegularizationRatio', 0.05 * noise(0.2));
    set('layerUpdateRatio', 0.002 * noise(0.2));
    set('layerUnitSpread', 0.9 * noise(0.05));
  }
  for (const { name, rails } of plan.layers) {
    draft.set('layerActivationMean', Math.fround(0.3 * noise(0.1)), name);
    draft.set('layerActivationStd', Math.fround(0.5 * noise(0.1)), name);
    draft.set('layerActivationZeroRatio', Math.fround(0.4 * noise(0.1)), name);
    if (rails === 'relu')
      draft.set('layerDeadUnits', wrong === 'dead' && name === 'hidden' ? 0.9 : 0.05, name);
    else if (rails) {
      draft.set('layerSaturatedUnits', 0.02, name);
      draft.set('layerActivationRailRatio', Math.fround(0.05 * noise(0.1)), name);
    }
  }
  draft.set('inputMean', Math.fround(0.1 * noise(0.1)), 'x');
  draft.set('inputStd', Math.fround(noise(0.05)), 'x');
  draft.set('inputChange', Math.fround(noise(0.1)), 'x');
  if (since === 0) draft.set('initialLoss', 1.1, 'out', 'kernel');
  draft.set('layerLossMismatch', 0, 'out', 'labels');
  for (const name of plan.classes) {
    draft.set('classExamples', Math.round((32 * step) / 3), name);
    draft.set('classPredicted', Math.round((32 * step) / 3), name);
  }
}
