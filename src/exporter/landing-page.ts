import type { RunReport } from './report.js';

/** The page at `/`: what runs here, how it is, and where the numbers are. */
export function landingPage(runs: readonly RunReport[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>trainvitals</title><style>
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}td,th{padding:.15rem 1rem .15rem 0;text-align:left;vertical-align:top}
.consequence{margin-left:1.5rem;border-left:2px solid;padding-left:1rem}.critical{color:#c0392b}.warning{color:#b9770e}section{margin-top:2rem}</style></head><body>
<h1>trainvitals</h1>
<p><a href="/metrics">/metrics</a> for Prometheus, <a href="/api/runs">/api/runs</a> as JSON. Reloads every 5 seconds.</p>
${runs.length === 0 ? '<p>No run is watched yet.</p>' : runs.map(section).join('\n')}
</body></html>
`;
}

function section(report: RunReport): string {
  const facts: [string, string][] = [
    ['State', report.state],
    ['Step', String(report.step)],
    ['Loss', number(report.loss)],
    ...Object.entries(report.metrics).map(([name, value]): [string, string] => [name, number(value)]),
    ['Steps per second', number(report.stepsPerSecond)],
    ['Agent overhead', report.overhead === null ? 'not measured' : `${(100 * report.overhead).toFixed(2)} %`],
  ];
  const rows = facts.map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`);
  return `<section><h2>${escaped(report.run)}</h2><table>${rows.join('')}</table>
<h3>Symptoms</h3>${report.symptoms.length === 0 ? '<p>None active.</p>' : report.symptoms.map(symptom).join('')}</section>`;
}

/** A consequence stands below its cause, and its remedies with those of the cause. */
const symptom = (event: RunReport['symptoms'][number]) => {
  const { symptom: id, severity, step, message, runbook, consequenceOf } = event;
  const head = `<h4><span class="${severity}">${severity}</span>: ${escaped(id)}, since step ${step}</h4>`;
  const link = `<p><a href="${escaped(runbook)}">Runbook</a></p>`;
  if (consequenceOf.length > 0) {
    const causes = escaped(consequenceOf.join(', '));
    return `<div class="consequence">${head}<p>${escaped(message)} A consequence of ${causes}: mend that first.</p>${link}</div>`;
  }
  const remedies = event.remedies.map((remedy) => `<li>${escaped(remedy)}</li>`).join('');
  return `${head}<p>${escaped(message)} Try, in this order:</p><ol>${remedies}</ol>${link}`;
};

const number = (value: number | null) =>
  value === null ? 'not measured' : String(Number(value.toPrecision(4)));

const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
