import { Markup } from './html.js';

/** Colours of the live page, so that a report and a run look like one product; series 1 and 2 are after Okabe and Ito. */
const COLOURS = `:root {
  color-scheme: light dark;
  --back: #ffffff;
  --raised: #f5f7f9;
  --text: #1b1f24;
  --quiet: #55606b;
  --line: #d5dbe1;
  --link: #0b5cad;
  --critical: #b3261e;
  --warning: #875000;
  --info: #1f5fa8;
  --pass: #1a6b3c;
  --tone-good: #0072b2;
  --tone-bad: #b35900;
  --tone-plain: #55606b;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --back: #0f1318;
    --raised: #191f26;
    --text: #e6e9ed;
    --quiet: #a3aeb9;
    --line: #343d47;
    --link: #86bdf5;
    --critical: #ff8f85;
    --warning: #f2b84b;
    --info: #8ab8ff;
    --pass: #6fd39a;
    --tone-good: #56b4e9;
    --tone-bad: #e69f00;
    --tone-plain: #a3aeb9;
  }
}
`;

const TEXT = `* { box-sizing: border-box; }
body {
  margin: 0 auto;
  max-width: 76rem;
  padding: 0 1rem 2rem;
  background: var(--back);
  color: var(--text);
  font: 1rem / 1.5 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { margin: 0.3rem 0; font-size: 1.5rem; line-height: 1.3; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.2rem; }
p { margin: 0.4rem 0; }
header { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; }
.note { color: var(--quiet); font-size: 0.9rem; }
.result.failed { color: var(--critical); }
.result.passed { color: var(--pass); }
.verdict { font-size: 0.85rem; font-weight: 600; text-transform: uppercase; white-space: nowrap; }
.pass { color: var(--pass); }
.skipped { color: var(--quiet); }
.verdict.critical { color: var(--critical); }
.verdict.warning { color: var(--warning); }
.verdict.info { color: var(--info); }
dl { display: flex; flex-wrap: wrap; gap: 0.4rem 1.6rem; margin: 0.6rem 0; }
dt { color: var(--quiet); font-size: 0.85rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.check { border-top: 1px solid var(--line); margin-top: 1.6rem; }
.check h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.7rem; margin-top: 1rem; }
.finding {
  margin: 0.6rem 0;
  padding: 0.4rem 0.9rem;
  background: var(--raised);
  border-left: 5px solid var(--info);
  border-radius: 3px;
}
.finding.critical { border-color: var(--critical); }
.finding.warning { border-color: var(--warning); }
`;

const TABLES = `table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td {
  padding: 0.3rem 0.9rem 0.3rem 0.3rem;
  border-bottom: 1px solid var(--line);
  text-align: left;
  vertical-align: top;
  font-weight: 400;
}
thead th { color: var(--quiet); font-size: 0.85rem; white-space: nowrap; }
.checks .number, .checks tbody th { white-space: nowrap; }
details { font-size: 0.9rem; }
summary { cursor: pointer; color: var(--link); }
@media (max-width: 40rem) {
  h1 { font-size: 1.25rem; }
  /* A row is a block of lines: five columns have no room. */
  .checks thead { position: absolute; clip-path: inset(50%); }
  .checks tr { display: block; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  .checks th, .checks td { display: inline; padding: 0 0.6rem 0 0; border: 0; }
  .checks td:last-child { display: block; padding: 0; }
  .checks .number:not(:empty)::before { content: attr(data-name) " "; color: var(--quiet); }
}
`;

const PICTURES = `.pictures {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 30rem));
  gap: 1.2rem;
  margin-top: 0.8rem;
}
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; }
.picture { display: block; width: 100%; height: auto; }
.picture text { font: 12px system-ui, sans-serif; fill: var(--text); }
.picture .tick, .picture .axis { fill: var(--quiet); }
.picture .end { text-anchor: end; }
.picture .middle { text-anchor: middle; }
.picture .missing { fill: var(--tone-bad); }
.grid { stroke: var(--line); }
.mark { stroke: var(--text); stroke-width: 1.3; stroke-dasharray: 2 3; fill: none; }
.picture text.mark { stroke: var(--back); stroke-width: 4; stroke-dasharray: none; paint-order: stroke; fill: var(--text); }
.bar { fill: var(--tone-good); }
.line path { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
.good { stroke: var(--tone-good); fill: var(--tone-good); }
.bad { stroke: var(--tone-bad); fill: var(--tone-bad); }
.plain { stroke: var(--tone-plain); fill: var(--tone-plain); }
.line circle, .picture .name { stroke: none; }
.picture .name { font-size: 11px; fill: var(--text); }
.bad.mixed path { stroke-dasharray: 7 4; }
.plain.mixed path { stroke-dasharray: 2 3; }
.shade-1 { opacity: 0.9; }
.shade-2 { opacity: 0.8; }
.shade-3 { opacity: 0.7; }
.shade-4 { opacity: 0.62; }
.shade-5 { opacity: 0.55; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; list-style: none; font-size: 0.9rem; }
.swatch { width: 26px; height: 10px; }
`;

const PRINT = `@media print {
  :root { font-size: 10pt; }
  body { max-width: none; }
  a { color: inherit; text-decoration: none; }
  figure, .finding, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  .finding, .bar, .picture { print-color-adjust: exact; }
  /* On paper nothing can be opened. */
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

/** The style of a report. */
export const STYLE: Markup = new Markup(COLOURS + TEXT + TABLES + PICTURES + PRINT);
