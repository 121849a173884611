import { element, fillUp } from './element.mjs';

/** Markdown, of which a part is known: headings, lists, tables, code, bold, italic, links. */
export function drawText(body, { options = {} }, { note }) {
  const { mode = 'markdown', content = '' } = options;
  if (mode !== 'markdown') note(`text as ${mode}`);
  const parts = mode === 'markdown' ? blocks(content.split('\n')) : [element('pre', {}, content)];
  fillUp(body, parts, 'paragraphs and lists');
}

/** Kinds of block: which lines begin and continue it, and what it becomes. */
const kinds = [
  { line: /^#{1,6} /, single: true, make: ([line]) => headed(line) },
  { line: /^\s*[-*+] /, make: (lines) => element('ul', {}, ...items(lines, /^\s*[-*+] /)) },
  { line: /^\s*\d+[.)] /, make: (lines) => element('ol', {}, ...items(lines, /^\s*\d+[.)] /)) },
  { line: /^\s*\|/, make: tabled },
  { line: /^ {4}|^\t/, make: (lines) => element('pre', {}, lines.map((line) => line.trim()).join('\n')) },
  { line: /^(---+|\*\*\*+)\s*$/, single: true, make: () => element('hr') },
  { line: /\S/, make: (lines) => element('p', {}, ...inline(lines.join(' '))) },
];

function blocks(lines) {
  const made = [];
  let rest = lines;
  while (rest.length > 0) {
    if (/^```/.test(rest[0])) {
      const end = rest.findIndex((line, index) => index > 0 && /^```/.test(line));
      const inside = rest.slice(1, end < 0 ? undefined : end);
      made.push(element('pre', {}, inside.join('\n')));
      rest = end < 0 ? [] : rest.slice(end + 1);
      continue;
    }
    const kind = kinds.find(({ line }) => line.test(rest[0]));
    const other = rest.findIndex((line) => kinds.find((each) => each.line.test(line)) !== kind);
    const length = kind?.single ? 1 : other < 0 ? rest.length : Math.max(1, other);
    if (kind) made.push(kind.make(rest.slice(0, length)));
    rest = rest.slice(length);
  }
  return made;
}

function headed(line) {
  const [, marks, text] = /^(#+) +(.*)$/.exec(line);
  return element(`h${Math.min(6, marks.length + 3)}`, {}, ...inline(text));
}

const items = (lines, bullet) => lines.map((line) => element('li', {}, ...inline(line.replace(bullet, ''))));

function tabled(lines) {
  const cells = (line) =>
    line
      .trim()
      .replaceAll(/^\||\|$/g, '')
      .split('|');
  const [head, ...rows] = lines.filter((line) => !/^[\s|:-]+$/.test(line)).map(cells);
  const row = (name, texts) =>
    element('tr', {}, ...texts.map((text) => element(name, {}, ...inline(text.trim()))));
  return element('table', {}, row('th', head), ...rows.map((texts) => row('td', texts)));
}

const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\([^)]*\)|\*([^*]+)\*/;

/** A line's code, bold, links and italics, as elements between texts. */
function inline(text) {
  const match = INLINE.exec(text);
  if (!match) return [text];
  const [whole, code, bold, link, italic] = match;
  const made = code
    ? element('code', {}, code)
    : element(bold ? 'b' : link ? 'a' : 'i', {}, ...inline(bold ?? link ?? italic));
  return [text.slice(0, match.index), made, ...inline(text.slice(match.index + whole.length))];
}
