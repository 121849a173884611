import { ABSENT } from '../../dist/frame.js';

/** Of ten runs the one that diverges, and the one with a dead layer: alerts fire, as in a fleet. */
const SICK = { 3: 'diverging', 7: 'dead' };
const DIVERGES_AFTER = 600;
const DEAD_LAYER = 'dense_07';

/** What makes a run another one than the next: where its loss starts and ends, how fast it falls, how noisy it is. */
export const traitsOf = (index) => ({
  start: 2.3 + 0.1 * Math.sin(index),
  floor: 0.1 + 0.004 * index,
  pace: 150 + 5 * index,
  noise: 0.01 + 0.0005 * index,
  learningRate: 10 ** -(2 + (index % 4) / 2),
  sick: SICK[index % 10],
});

const about = (value, spread = 0.1) => value * (1 + spread * (2 * Math.random() - 1));

/** A run at a step; everything that a frame of it tells follows from this. */
export function momentOf(traits, step, seconds) {
  const { start, floor, pace, noise, learningRate, sick } = traits;
  const level = floor + (start - floor) * Math.exp(-step / pace);
  const rise = sick === 'diverging' ? Math.exp(Math.min(8, Math.max(0, step - DIVERGES_AFTER) / 60)) : 1;
  const loss = about(level * rise, noise);
  return {
    step,
    seconds,
    loss,
    validation: about(loss * 1.05, noise),
    accuracy: Math.max(0, 1 - loss / start),
    learningRate: learningRate * Math.exp(-step / 5000),
    gradient: about(0.2 + 0.5 * loss),
    sick,
  };
}

/** The value of each series at such a moment, by its key; what is not here is not measured. */
export const values = {
  steps: ({ step }) => step,
  examples: ({ step }) => 32 * step,
  epochs: ({ step }) => Math.floor(step / 100),
  plannedSteps: () => 5000,
  stepDuration: ({ seconds }) => about(seconds * 0.95, 0.03),
  dataLoss: ({ loss }) => loss,
  regularizationLoss: ({ loss }) => 0.02 * loss,
  loss: ({ loss, validation }, { split }) => (split === 'train' ? 1.02 * loss : validation),
  metric: ({ accuracy }, { split }) => (split === 'train' ? accuracy : 0.97 * accuracy),
  learningRate: ({ learningRate }) => learningRate,
  gradientNorm: ({ gradient }) => gradient,
  nonfinite: () => 0,
  tensors: () => 1040,
  tensorBytes: () => 41_000_000,
  agentOverhead: () => about(0.01),
  agentInterval: () => 4,
  agentBudget: () => about(0.9, 0.05),

  layerGradientNorm: ({ gradient }) => about(gradient / 8, 0.5),
  layerGradientMeanAbs: ({ gradient }) => about(gradient / 500, 0.5),
  layerGradientMaxAbs: ({ gradient }) => about(gradient / 40, 0.5),
  layerRegularizationRatio: () => about(0.05),
  layerWeightNorm: ({ step }) => about(8 + step / 1000, 0.01),
  layerWeightStd: ({ step }) => about(0.15 + step / 100_000, 0.01),
  layerUpdateRatio: () => about(0.001, 0.5),
  layerTrainable: () => 1,
  layerGradientReceived: () => 1,
  // Units are compared in the first measurements only.
  layerUnitSpread: ({ step }) => (step < 64 ? about(1) : ABSENT),
  layerActivationMean: () => about(0.4),
  layerActivationStd: () => about(0.9),
  layerActivationZeroRatio: () => about(0.5),
  layerActivationRailRatio: () => about(0.05),
  layerDeadUnits: ({ sick }, { layer }) => (sick === 'dead' && layer === DEAD_LAYER ? 0.95 : about(0.05)),
  layerSaturatedUnits: () => about(0.02),

  initialLoss: ({ step }) => (step === 1 ? about(1, 0.02) : ABSENT),
  layerLossMismatch: ({ step }) => (step === 1 ? 0 : ABSENT),
  inputMean: () => about(0.02),
  inputStd: () => about(1),
  inputChange: () => about(1.4),
  classExamples: ({ step }, { class: name }) => Math.round(3.2 * step) + Number(name),
  classPredicted: ({ step }, { class: name }) => Math.round(3.2 * step) + Number(name),
};
