/**
 * The tree of cause and consequence, in one place: for each symptom the ones that bring it about, directly. Alertmanager
 * mutes a consequence while a cause fires; the process and the page list it below. Causes of causes follow from these,
 * and a lost run explains whatever else fires for it.
 */
const direct: Readonly<Record<string, readonly string[]>> = {
  'loss-nonfinite': ['inputs-nonfinite'],
  'exploding-gradient': ['loss-nonfinite'],
  'loss-diverging': ['exploding-gradient', 'replica-divergence'],
  'poor-initialization': ['inputs-not-normalized', 'loss-mismatch', 'loss-nonfinite'],
  'learning-rate-too-high': ['poor-initialization', 'loss-nonfinite'],
  'saturated-activation': ['poor-initialization', 'learning-rate-too-high', 'loss-diverging'],
  'dead-relu': [
    'inputs-constant',
    'poor-initialization',
    'learning-rate-too-high',
    'loss-diverging',
    'regularization-dominates',
  ],
  // Of tiny inputs the first layer has a tiny gradient, with no other link between.
  'vanishing-gradient': ['saturated-activation', 'dead-relu', 'inputs-not-normalized'],
  'variable-disconnected': ['loss-nonfinite'],
  'variable-not-training': ['variable-disconnected', 'vanishing-gradient', 'inputs-constant'],
  'learning-rate-too-low': ['vanishing-gradient', 'loss-diverging'],
  'loss-spike': ['loss-diverging', 'learning-rate-too-high'],
  'loss-oscillating': ['loss-diverging', 'learning-rate-too-high', 'loss-spike'],
  'class-collapse': ['variable-not-training', 'learning-rate-too-low', 'loss-diverging'],
  'loss-not-improving': ['class-collapse', 'loss-oscillating'],
  'loss-stalled': ['loss-not-improving', 'overfitting'],
  overfitting: ['loss-nonfinite', 'regularization-dominates'],
  overtraining: ['overfitting', 'loss-not-improving'],
  'throughput-drop': ['tensor-leak', 'straggler'],
};

/** Explains whatever else fires for the run. */
const LOST = 'run-lost';

/**
 * Is seen in the very step in which it comes about: neither it nor what was raised from then on explains what was raised
 * before. Other symptoms show after some steps, a cause often later than its consequence.
 */
export const SPOILED = 'loss-nonfinite';

/** Every symptom that explains this one, directly or through others, nearest first. */
export function causesOf(id: string): readonly string[] {
  if (id === LOST) return [];
  const found = new Set<string>();
  let next = direct[id] ?? [];
  while (next.length > 0) {
    const fresh = next.filter((cause) => !found.has(cause));
    for (const cause of fresh) found.add(cause);
    next = fresh.flatMap((cause) => direct[cause] ?? []);
  }
  return [...found, LOST];
}

/** What the tree speaks of, to be compared with the catalogue. */
export const inTree: readonly string[] = [
  ...new Set(Object.entries(direct).flatMap(([id, causes]) => [id, ...causes])),
];
