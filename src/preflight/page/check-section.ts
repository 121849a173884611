import { writeAgainst, writeNumber, writeSeconds } from '../number.js';
import type { CheckReport, Finding, LearningRateSearch } from '../report.js';
import { html, type Markup } from './html.js';
import { figureOfPicture } from './pictures.js';

/** Where the section of a check is on the page. */
export const anchorOf = ({ id }: CheckReport): string => `check-${id.replace(/[^\w-]/g, '_')}`;

/** The verdict in words and colour; of a failure how grave it is. */
export const verdictMark = ({ verdict, severity }: CheckReport): Markup =>
  verdict === 'fail'
    ? html`<span class="verdict ${severity}">fail · ${severity}</span>`
    : html`<span class="verdict ${verdict}">${verdict}</span>`;

/** All that a check has to say. */
export function sectionOf(check: CheckReport): Markup {
  const anchor = anchorOf(check);
  const took = `${check.cutShort ? 'Cut short after' : 'Took'} ${writeSeconds(check.seconds)}.`;
  return html`<section class="check" aria-labelledby="${anchor}">
<h2 id="${anchor}">${check.id} ${verdictMark(check)}</h2>
${check.verdict === 'fail' && check.findings.length > 0 ? check.findings.map(findingOf) : messageOf(check)}
<p class="note">${took}</p>
${check.learningRate ? ratesOf(check.learningRate) : ''}
${check.pictures.length > 0 ? html`<div class="pictures">${check.pictures.map(figureOfPicture)}</div>` : ''}
</section>
`;
}

function messageOf({ message, value, limit, advice, verdict }: CheckReport): Markup {
  return html`<p>${message}</p>
${numbersOf(value, limit, verdict === 'fail')}
${verdict === 'pass' ? '' : adviceOf(advice)}`;
}

const findingOf = ({
  severity,
  message,
  advice,
  value,
  limit,
}: Finding): Markup => html`<div class="finding ${severity}">
<p><strong class="verdict ${severity}">${severity}</strong> ${message}</p>
${numbersOf(value, limit, true)}
${adviceOf(advice)}
</div>
`;

const adviceOf = (advice: string): Markup | string =>
  advice && html`<p><strong>Advice:</strong> ${advice}</p>`;

function numbersOf(value: number | null, limit: number | null, hasFailed: boolean): Markup | string {
  const told = writeAgainst(value, limit, hasFailed);
  return told && html`<p class="note">Found: ${told}</p>`;
}

function ratesOf({ advised, largest, compiled }: LearningRateSearch): Markup {
  const rates = [
    ['Advised rate', advised],
    ['Largest that does not diverge', largest],
    ['Compiled with', compiled],
  ] as const;
  return html`<dl>
${rates.map(
  ([
    name,
    rate,
  ]) => html`<div><dt>${name}</dt><dd>${rate === null ? 'not known' : writeNumber(rate)}</dd></div>
`,
)}</dl>`;
}
