import { alertName, type Limit, type Symptom } from '../symptoms/symptom.js';

/** The lines of a runbook that repeat the declaration, in their order. */
export function declaredLines(symptom: Symptom): string[] {
  return [title(symptom), about(symptom), ...causes(symptom), ...rows(symptom), times(symptom)];
}

/** A runbook with those lines as they are declared now; everything else stays as it is. */
export function withDeclared(text: string, symptom: Symptom): string {
  const lines = text.split('\n');
  const body = lines
    .slice(lines.findIndex((line) => line.startsWith('## ')))
    .map((line) =>
      /^In (the process it is raised|Prometheus the alert waits)/.test(line) ? times(symptom) : line,
    );
  return (
    [title(symptom), about(symptom), ...causes(symptom)].map((line) => `${line}\n\n`).join('') +
    withLimits(body.join('\n'), symptom.limits)
  );
}

/** A page with the rows of its table of limits as they are declared now. */
export function withLimits(text: string, limits: Symptom['limits']): string {
  const lines = text.split('\n');
  const isRow = (line: string) => /^\| `\w+` *\|/.test(line);
  const kept = lines.filter((line) => !isRow(line));
  const head = kept.findIndex((line) => /^\| limit +\|/.test(line));
  kept.splice(head + 2, 0, ...Object.entries(limits).map(row));
  return kept.join('\n');
}

const title = (symptom: Symptom) => `# ${symptom.title}`;

const about = ({ id, severity, scope }: Symptom) =>
  `\`${id}\` · alert \`${alertName(id)}\` · ${severity} · one verdict per ${scope}`;

function causes(symptom: Symptom): string[] {
  const others = symptom.causes
    .filter((cause) => cause !== 'run-lost')
    .map((cause) => `[${cause}](../${cause}/README.md)`);
  return others.length > 0 ? [`Not sent while its cause fires: ${others.join(', ')}.`] : [];
}

const rows = ({ limits }: Symptom): string[] => Object.entries(limits).map(row);

const row = ([name, { value, unit, min, max, origin }]: [string, Limit]): string =>
  `| \`${name}\` | ${value} | ${unit} | ${min} to ${max} | ${origin} |`;

function times({ decidedBy, hold, alert }: Symptom): string {
  const kept = `the alert waits ${alert.for} and is kept for ${alert.keepFiringFor}.`;
  return decidedBy === 'both'
    ? `In the process it is raised after ${hold.raise} steps and cleared after ${hold.clear}; in Prometheus ${kept}`
    : `In Prometheus ${kept}`;
}
