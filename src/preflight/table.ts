import { plural, writeAgainst, writeSeconds } from './number.js';
import { columnsOf, inOneLine } from './plain-text.js';
import type { CheckReport, PreflightReport } from './report.js';
import { pad, wrap } from './table-wrap.js';
import { writeVerdict } from './verdict.js';

/** Below it nothing can be read, so that lines are longer than the terminal. */
const NARROWEST = 20;
/** A message is beside its check where it has this much room, else below it; `stacked` are the cells as well. */
const MESSAGE = 40;
const GAP = '  ';

const PAINT = { pass: 32, skipped: 2, critical: 31, warning: 33, info: 36 } as const;

/** The cells of a check before its message. */
interface Head {
  readonly verdict: string;
  readonly id: string;
  readonly number: string;
}

/** Where the cells stand. */
interface Layout {
  /** Columns of the terminal. */
  readonly width: number;
  /** Columns that each cell takes. */
  readonly cells: Readonly<Record<keyof Head, number>>;
  readonly messages: 'beside' | 'below' | 'stacked';
  /** Columns left of a message. */
  readonly indent: number;
  readonly color: boolean;
}

/** A report for a terminal: its checks, what to do about those that failed, and the result as last line. */
export function tableOf(
  report: PreflightReport,
  options: { readonly width: number; readonly color: boolean },
): string {
  const heads = report.checks.map(headOf);
  const layout = layOut(heads, options);
  const { width } = layout;
  const of = `Preflight of ${report.model} on ${report.backend}, ${plural(report.examples, 'example')}`;
  const checks = report.checks.flatMap((check, index) => writeCheck(check, heads[index], layout));
  const blocks = [wrap(inOneLine(of), width), checks, wrap(inOneLine(writeVerdict(report)), width)];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const headOf = ({ id, verdict, severity, value, limit }: CheckReport): Head => ({
  verdict: verdict === 'fail' ? `FAIL ${severity}` : verdict,
  id: inOneLine(id),
  number: writeAgainst(value, limit, verdict === 'fail'),
});

function layOut(heads: readonly Head[], { width, color }: { width: number; color: boolean }): Layout {
  const widest = (cell: keyof Head) => Math.max(0, ...heads.map((head) => columnsOf(head[cell])));
  const cells = { verdict: widest('verdict'), id: widest('id'), number: widest('number') };
  const columns = Number.isFinite(width) ? Math.max(NARROWEST, Math.floor(width)) : 80;
  const [afterVerdict, afterNumber] = [
    cells.verdict + GAP.length,
    cells.verdict + cells.id + cells.number + 3 * GAP.length,
  ];
  const common = { width: columns, cells, color };
  if (columns - afterNumber >= MESSAGE) return { ...common, messages: 'beside', indent: afterNumber };
  if (columns < afterNumber - GAP.length) return { ...common, messages: 'stacked', indent: 2 };
  return { ...common, messages: 'below', indent: columns - afterVerdict >= MESSAGE ? afterVerdict : 2 };
}

function writeCheck(check: CheckReport, head: Head | undefined, layout: Layout): string[] {
  if (!head) return [];
  const margin = ' '.repeat(layout.indent);
  const told = messagesOf(check).flatMap((text) => hang(inOneLine(text), layout.width - layout.indent));
  const heading = writeHead(head, check, layout);
  if (layout.messages !== 'beside') return [...heading, ...told.map((line) => margin + line)];
  const [first = '', ...rest] = told;
  const [only = ''] = heading;
  return [`${only}${first}`.trimEnd(), ...rest.map((line) => margin + line)];
}

/** What there is to say of a check, a paragraph each. */
function messagesOf(check: CheckReport): string[] {
  const told = [check.message];
  if (check.verdict !== 'pass' && check.advice !== '') told.push(`Advice: ${check.advice}`);
  // The first finding is the check's own message.
  if (check.verdict === 'fail')
    for (const { severity, message, advice, value, limit } of check.findings.slice(1)) {
      const against = writeAgainst(value, limit, true);
      told.push(`Also ${severity}: ${message}${against && ` (${against})`}`);
      if (advice !== '' && advice !== check.advice) told.push(`Advice: ${advice}`);
    }
  if (check.cutShort) told.push(`cut short after ${writeSeconds(check.seconds)}`);
  return told.filter((text) => text !== '');
}

/** A paragraph with all but its first line indented, where there is room for that. */
function hang(text: string, width: number): string[] {
  const step = width >= MESSAGE ? 2 : 0;
  const [first = ''] = wrap(text, width);
  const rest = text.slice(first.length).trimStart();
  return rest === '' ? [first] : [first, ...wrap(rest, width - step).map((line) => ' '.repeat(step) + line)];
}

function writeHead({ verdict, id, number }: Head, check: CheckReport, layout: Layout): string[] {
  const { cells, width, color } = layout;
  if (layout.messages === 'stacked') {
    const told = [id, number].filter((cell) => cell !== '').flatMap((cell) => wrap(cell, width - 2));
    return [paint(verdict, check, color), ...told.map((line) => `  ${line}`)];
  }
  const painted = paint(pad(verdict, cells.verdict), check, color);
  const line = `${painted}${GAP}${pad(id, cells.id)}${GAP}${pad(number, cells.number)}${GAP}`;
  return [layout.messages === 'beside' ? line : line.trimEnd()];
}

function paint(text: string, { verdict, severity }: CheckReport, color: boolean): string {
  if (!color) return text;
  return `\u001b[${PAINT[verdict === 'fail' ? severity : verdict]}m${text}\u001b[0m`;
}
