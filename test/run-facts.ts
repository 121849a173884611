import type { RunFacts } from '../src/channel/messages.js';

/** What is known of some run from the start. */
export const runFacts = (more: Partial<RunFacts> = {}): RunFacts => ({
  run: 'digits',
  worldSize: 1,
  model: 'model',
  optimizer: 'sgd',
  backend: 'cpu',
  device: 'cpu',
  isAcceleratorUnused: false,
  frameworkVersion: '4.22.0',
  started: 1000,
  symptoms: {},
  ...more,
});
