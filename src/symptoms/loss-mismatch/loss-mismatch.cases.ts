import type { Case } from '../symptom.js';
import { over, timeline } from '../timeline.js';
import { lossMismatch } from './loss-mismatch.js';

const { share } = lossMismatch.limits;
const output = { layer: 'digits', reason: 'rows of the output do not sum to 1: no softmax' };
const labels = { layer: 'digits', reason: 'rows of the labels do not sum to 1' };

export const cases: readonly Case[] = [
  {
    name: 'sick: an output without softmax, until the model is compiled with another loss',
    vitals: [
      { key: 'layerLossMismatch', labels: output, values: timeline([null, 2], [1, 8], [null, 12]) },
      { key: 'layerLossMismatch', labels, values: timeline([null, 2], [0, 8], [null, 12]) },
      {
        key: 'layerLossMismatch',
        labels: { layer: 'box', reason: 'targets lie outside what the output can reach' },
        values: timeline([null, 2], [0, 20]),
      },
    ],
    expect: [
      { at: 1, raised: false, layer: 'digits' },
      { at: 5, raised: true, layer: 'digits' },
      { at: 9, raised: true, layer: 'digits' },
      { at: 9, raised: false, layer: 'box' },
      { at: 20, raised: false, layer: 'digits' },
    ],
  },
  {
    name: 'sick: a softmax, but labels of which several are 1',
    vitals: [
      { key: 'layerLossMismatch', labels: output, values: [0] },
      { key: 'layerLossMismatch', labels, values: [0.7] },
    ],
    expect: [{ at: 4, raised: true, layer: 'digits' }],
  },
  {
    name: 'healthy: every example fits',
    vitals: [
      { key: 'layerLossMismatch', labels: output, values: [0] },
      { key: 'layerLossMismatch', labels, values: [0] },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 10, raised: false },
    ],
  },
  {
    name: 'healthy: a few examples are outliers',
    vitals: [
      { key: 'layerLossMismatch', labels: output, values: [0] },
      { key: 'layerLossMismatch', labels, values: [share.value / 10] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the share is quiet, just over it is raised',
    vitals: [
      { key: 'layerLossMismatch', labels: output, values: timeline([share.value, 6], [over(share), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'flapping: first batches that are worse than the rest do not stay raised',
    vitals: [
      {
        key: 'layerLossMismatch',
        labels,
        values: timeline([over(share), 1], [share.value / 2, 12], [over(share), 1], [share.value / 2, 12]),
      },
    ],
    expect: [
      { at: 12, raised: false },
      { at: 25, raised: false },
    ],
  },
  {
    name: 'flapping: a minute under the share does not clear it',
    vitals: [
      {
        key: 'layerLossMismatch',
        labels,
        values: timeline([over(share), 6], [share.value, 1], [over(share), 6]),
      },
    ],
    expect: [
      { at: 5, raised: true, layer: 'digits' },
      { at: 6, raised: true, layer: 'digits' },
      { at: 12, raised: true, layer: 'digits' },
    ],
  },
  {
    name: 'not measured: a loss of which nothing is known',
    vitals: [{ key: 'layerLossMismatch', labels: output, values: [null] }],
    expect: [{ at: 10, raised: false }],
  },
];
