import { lossMismatch } from '../../symptoms/loss-mismatch/loss-mismatch.js';
import type { Bench, Check } from '../check.js';
import type { Finding } from '../report.js';
import { exampleFindings } from './examples.js';
import { lossFindings } from './loss-fit.js';
import { trainableFindings } from './trainable.js';

const { share } = lossMismatch.limits;

/**
 * Whether the network is connected: every variable to the loss, every output to its own example, the loss to the last
 * activation.
 */
export const wiring: Check = {
  id: 'wiring',
  severity: 'critical',
  title: 'Wiring',
  question: 'Does every trainable variable reach the loss, and does the loss fit the last activation?',
  limits: {
    share: { ...share, origin: 'the limit of loss-mismatch' },
    mixing: {
      value: 0.001,
      unit: 'ratio',
      min: 0.000001,
      max: 1,
      origin:
        'measured: on 234 healthy runs outputs differ by at most 1e-6 with the rest of the batch, by rounding',
    },
  },
  seconds: 10,
  advice: [
    'Make sure that the network is connected as you mean it: follow every input to the loss.',
    'Choose a loss that fits the output: categorical cross-entropy after a softmax, binary cross-entropy after a sigmoid, a squared error after a linear layer.',
    'Make trainable what is to be trained, and compile again after changing it.',
  ],
  needs: [],
  run: async (bench) => {
    const findings: Finding[] = [];
    const trainable = await trainableFindings(bench);
    findings.push(...trainable.findings);
    for (const part of [exampleFindings, lossFindings]) {
      await bench.clock.pause();
      findings.push(...(await part(bench)));
    }
    return { findings, message: said(bench), value: trainable.unreached, limit: 0, advice: '' };
  },
};

const said = ({ model: { trained, outputs } }: Bench): string =>
  `${trained.length === 1 ? 'The trained variable reaches' : `All ${trained.length} trained variables reach`} the loss, and the loss fits ${outputs.length === 1 ? 'its output' : 'its outputs'}.`;
