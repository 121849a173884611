import type { Comparison, Dashboards, Results, Variant } from './results.js';

const machine = { cpu: 'a processor', cores: 2, memoryGiB: 24, loadAverage: 1, node: 'v20', tfjs: '4.22.0' };
const measured = { date: '2026-01-02T03:04:05.000Z', machine };
const slower: Comparison = { ratio: 1.02, from: 1, to: 1.05, total: 1.03, addedMs: 0.1, medianAddedMs: 0.1 };
const variant = (name: string): Variant => ({
  variant: name,
  wall: slower,
  cpu: null,
  agentSays: null,
  intervalSteps: null,
});
const level = { growth: 0, isFlat: true };

/** What the dashboards ask of a fleet. */
const fleet: Dashboards = {
  ...measured,
  asked: { runs: 100, layers: 1, minutes: 58 },
  fillSeconds: 200,
  filled: { series: 220_000, samples: 53e6, residentBytes: 2 ** 31, residentBytesAfterQueries: 2 ** 32 },
  rules: [{ group: 'trainvitals-run', rules: 23, evaluations: 8, medianMs: 900, slowestMs: 1500 }],
  rows: [
    {
      dashboard: 'Training: Layers',
      scope: 'all runs',
      panels: 26,
      queries: 56,
      mostSeries: 10_000,
      bytes: 2 ** 30,
      medianMs: 800,
      slowestMs: 2345,
      slowestPlace: 'Weight norm',
      slow: 12,
      rounds: 1,
      wholeMs: 40_000,
    },
  ],
  slowest: [
    {
      dashboard: 'Training: Layers',
      scope: 'all runs',
      place: 'Weight norm',
      expr: 'training_layer_weight_norm{run=~"a|b"}',
      series: 10_000,
      ms: 2345,
    },
  ],
};

/** Small results in which something is missing or wrong everywhere. */
export const sample: Results = {
  overhead: {
    measurements: [
      {
        ...measured,
        backend: 'wasm',
        device: 'a processor',
        isOnGpu: false,
        subject: 'mlp-1m-b32',
        batch: 32,
        parameters: 1e6,
        layers: 5,
        tensors: 10,
        rounds: 15,
        stepsPerBlock: 4,
        seconds: 60,
        bareMs: 20,
        variants: [
          variant('bare again (control)'),
          { ...variant('defaults'), isOpeningSpent: false },
          variant('everything, every step'),
        ],
        cost: { nsPerParameter: 2, nsPerTensor: 2e5, by: 'wall time' },
        memory: { gigabytesPerSecond: 10, nsPerParameter: 1.2 },
      },
    ],
    leftOut: [{ backend: 'cpu', subject: 'cnn-1m', why: 'takes seconds a step' }],
  },
  scrape: { ...measured, seconds: 10, blockMs: 900, rows: [] },
  soak: {
    ...measured,
    asked: { steps: 100_000, seconds: 300 },
    scrapes: 299,
    flat: { rss: { growth: 0.09, isFlat: false }, heapUsed: level, external: level, numTensors: level },
    points: [{ step: 10_000, seconds: 300, rss: 1e8, heapUsed: 1e7, external: 1e6, numTensors: 17 }],
  },
  peers: {
    ...measured,
    parameters: 1e6,
    batch: 32,
    threads: 1,
    seconds: 60,
    rounds: 31,
    bareMs: 5,
    rows: [{ variant: 'norms', wall: slower, cpu: slower }],
    leftOut: [{ variant: 'wandb', why: 'ImportError: none' }],
  },
  verdicts: { ...measured, rows: [] },
  dashboards: fleet,
  capacity: { ...fleet, asked: { runs: 500, layers: 50, minutes: 6 } },
};
