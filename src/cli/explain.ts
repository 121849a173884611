import { runbookUrl } from '../generate/links.js';
import { duration } from '../generate/text.js';
import { catalogue } from '../symptoms/catalogue.js';
import { alertName, type Symptom } from '../symptoms/symptom.js';
import { argumentsOf } from './arguments.js';

export const usage = `trainvitals explain SYMPTOM
  What a symptom means, what it is decided on, and what to try. Without a name: all of them, a line each.`;

/** Prints a symptom, or the list of them. */
export async function run(args: string[]): Promise<number> {
  let names: string[];
  try {
    names = argumentsOf({ args, allowPositionals: true, options: {} }).positionals;
  } catch (error) {
    console.error(`trainvitals explain: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  const [name, ...rest] = names;
  if (rest.length > 0) {
    console.error(`trainvitals explain: expected one symptom, got ${names.length}: ${names.join(', ')}`);
    return 2;
  }
  if (name === undefined) {
    console.log(catalogue.map(({ id, title }) => `${id.padEnd(WIDTH)}${title}`).join('\n'));
    return 0;
  }
  const symptom = catalogue.find(({ id }) => id === name || alertName(id) === name);
  if (!symptom) {
    console.error(
      `trainvitals explain: unknown symptom "${name}"; expected one of ${catalogue.map(({ id }) => id).join(', ')}`,
    );
    return 2;
  }
  console.log(explanation(symptom));
  return 0;
}

const WIDTH = Math.max(...catalogue.map(({ id }) => id.length)) + 2;

/** The whole of a symptom for a terminal. */
export function explanation(symptom: Symptom): string {
  const { id, title, severity, summary, limits, remedies, causes, alert, hold, decidedBy } = symptom;
  const decided = Object.entries(limits).map(
    ([name, { value, unit, origin }]) =>
      `  ${name} = ${value}${unit === 'none' || unit === 'ratio' ? '' : ` ${unit}`} (${origin})`,
  );
  const steps = decidedBy === 'both' ? `${hold.raise} steps in the process, ` : '';
  return [
    `${id} (${severity}): ${title}`,
    '',
    summary,
    '',
    'Decided on:',
    `  ${symptom.panel.description}`,
    ...decided,
    `  It must hold for ${steps}${duration(alert.for)} in Prometheus (alert ${alertName(id)}).`,
    ...(causes.length > 0 ? [`  A consequence while one of these is raised: ${causes.join(', ')}.`] : []),
    '',
    'Try, in this order:',
    ...remedies.map((remedy, index) => `  ${index + 1}. ${remedy}`),
    '',
    `Runbook: ${runbookUrl(id)}`,
  ].join('\n');
}
