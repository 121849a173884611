import type { Results } from './results.js';

/** Results as JSON, a line a training: there are many, and a change of one shall show as one line. */
export function written(results: Results): string {
  const { trainings, ...rest } = results;
  const lines = trainings.map((training) => `    ${JSON.stringify(training)}`).join(',\n');
  const head = JSON.stringify(rest, undefined, 2).replace(/\n}$/, '');
  return `${head},\n  "trainings": [\n${lines}\n  ]\n}\n`;
}
