import { FramePlan } from '../../dist/tap/plan.js';

const UNITS = 64;
const CLASSES = 10;
/** Every so many layers one is a tanh, the others are ReLU. */
const TANH_EVERY = 5;

/** Frames of a classifier of so many dense layers, a kernel and a bias each: what a watched model of that size tells. */
export function networkOf(layers) {
  const names = Array.from({ length: layers }, (_, index) => `dense_${String(index + 1).padStart(2, '0')}`);
  const head = names.at(-1);
  const railsOf = (index) => (index % TANH_EVERY === TANH_EVERY - 1 ? 'tanh' : 'relu');
  return new FramePlan(1, {
    topology: {
      layers: names.map((name, index) => (name === head ? { name } : { name, rails: railsOf(index) })),
      variables: names.flatMap((layer) =>
        ['kernel', 'bias'].map((variable) => ({
          layer,
          variable,
          size: variable === 'kernel' ? UNITS * UNITS : UNITS,
          units: UNITS,
          fanOut: UNITS,
          isHead: layer === head,
          isNormalized: false,
          isBounded: false,
          role: variable === 'kernel' ? 'matrix' : 'vector',
        })),
      ),
    },
    inputs: [{ input: 'pixels', isScaleSeen: true }],
    metrics: ['acc'],
    classes: Array.from({ length: CLASSES }, (_, index) => String(index)),
    mismatches: [{ layer: head, reason: 'labels lie outside 0..1' }],
    chance: { key: 'initialLoss', loss: Math.log(CLASSES), layer: head, variable: 'kernel' },
  });
}
