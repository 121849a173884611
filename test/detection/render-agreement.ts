import { bullets, counted, table } from './markdown.js';
import type { Results } from './results.js';

/** What the process and the alert rules said of the same trainings. */
export function renderAgreement({ prometheus }: Results): string[] {
  const { runs, agreeing, symptoms, disagreements } = prometheus;
  return [
    '## The process against the alert rules',
    `In ${agreeing} of ${counted(runs, 'training')} (default budget) the process and a real Prometheus named the same symptoms on the same layers. Counted are places, a symptom on a layer.`,
    table(
      ['symptom', 'both:', 'only the process:', 'only the alert:'],
      symptoms.map(({ symptom, both, process, alert }) => [symptom, both, process, alert]),
    ),
    '### Every disagreement',
    bullets(
      disagreements.map(
        ({ run, seed, symptom, layer, only, why }) =>
          `\`${run}\`, seed ${seed}: ${symptom}${layer === undefined ? '' : `[${layer}]`} only by the ${only}; ${why}`,
      ),
      'None.',
    ),
  ];
}
