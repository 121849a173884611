import { isLeast, plural, writeNumber, writeSeconds } from '../number.js';
import type { CheckReport, PreflightReport } from '../report.js';
import { writeVerdict } from '../verdict.js';
import { anchorOf, sectionOf, verdictMark } from './check-section.js';
import { html, type Markup } from './html.js';
import { STYLE } from './style.js';

/** A report as one file of HTML: no script, nothing from elsewhere, for a browser, a phone or paper. */
export function pageOf(report: PreflightReport): string {
  const verdict = writeVerdict(report);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${`Preflight of ${report.model}`}</title>
<style>
${STYLE}</style>
</head>
<body>
<header>
<p><span class="brand">trainvitals</span> preflight</p>
<h1 class="result ${resultOf(report)}">${verdict}</h1>
${factsOf(report)}
</header>
<main>
${summaryOf(report.checks)}
${report.checks.map(sectionOf)}
</main>
</body>
</html>
`;
  return page.text;
}

/** What failed comes before what was not decided. */
function resultOf({ ok, checks }: PreflightReport): string {
  if (!ok) return 'failed';
  return checks.some(({ verdict }) => verdict !== 'skipped') ? 'passed' : 'undecided';
}

const factsOf = (report: PreflightReport): Markup => html`<dl>
<div><dt>Model</dt><dd>${report.model}</dd></div>
<div><dt>Backend</dt><dd>${report.backend}</dd></div>
<div><dt>Data</dt><dd>${plural(report.examples, 'training example')}</dd></div>
<div><dt>Began</dt><dd>${timeOf(report.started)}</dd></div>
<div><dt>Took</dt><dd>${writeSeconds(report.seconds)}</dd></div>
<div><dt>Version</dt><dd>${report.version}</dd></div>
</dl>`;

/** `2026-03-01T09:30:00.000Z` → 2026-03-01 09:30:00 UTC; what is no time is left as it is. */
function timeOf(iso: string): Markup {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return html`${iso}`;
  const utc = time.toISOString();
  return html`<time datetime="${utc}">${utc.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

const summaryOf = (checks: readonly CheckReport[]): Markup => html`<section aria-labelledby="summary">
<h2 id="summary">Checks</h2>
<table class="checks">
<thead><tr><th scope="col">Check</th><th scope="col">Verdict</th><th scope="col">Value</th><th scope="col">Limit</th><th scope="col">Found</th></tr></thead>
<tbody>
${checks.map(
  (check) => html`<tr>
<th scope="row"><a href="#${anchorOf(check)}">${check.id}</a></th>
<td>${verdictMark(check)}</td>
<td class="number" data-name="value">${write(check.value)}</td>
<td class="number" data-name="limit">${isLeast(check.value, check.limit, check.verdict === 'fail') ? '≥ ' : ''}${write(check.limit)}</td>
<td>${check.message}</td>
</tr>
`,
)}</tbody>
</table>
</section>`;

const write = (value: number | null) => (value === null ? '' : writeNumber(value));
