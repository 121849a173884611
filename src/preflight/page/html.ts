import { inOneLine } from '../plain-text.js';

/** Text that is markup already: only {@link html} makes it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** A number is a place in a drawing, in tenths; a text is escaped; a list is one after the other. */
export type Part = Markup | string | number | readonly Part[];

/** Markup with its parts escaped, so that nothing of a report can be read as markup. It is well-formed XML as well. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = literals.map((literal, index) => literal + write(parts[index] ?? ''));
  return new Markup(text.join(''));
}

function write(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'number') return String(Math.round(10 * part) / 10);
  return typeof part === 'string' ? escaped(part) : part.map(write).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for a quoted attribute; what cannot be seen is written as an escape. */
const escaped = (text: string) =>
  inOneLine(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
