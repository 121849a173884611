import { validateHeaderValue } from 'node:http';
import { shown } from '../../option-checks.js';
import { refuse, type Section } from './section.js';

/** Headers that may be set, and the values that some of them may have: exporter-toolkit's list. */
const ALLOWED: ReadonlyMap<string, readonly string[]> = new Map([
  ['Content-Security-Policy', []],
  ['X-Frame-Options', ['deny', 'sameorigin']],
  ['X-Content-Type-Options', ['nosniff']],
  ['X-XSS-Protection', []],
  ['Strict-Transport-Security', []],
]);

/** Reads `http_server_config.headers`; an empty value of any text leaves a header as it is without. */
export function headersOf(http: Section): Readonly<Record<string, string>> {
  const section = http.section('headers', [...ALLOWED.keys()]);
  const headers: Record<string, string> = {};
  for (const [name, allowed] of ALLOWED) {
    const value = section.text(name);
    if (value === undefined && allowed.length > 0 && section.has(name))
      refuse(section.at(name), allowed.join(' or '), 'none');
    if (value === undefined) continue;
    if (allowed.length > 0 && !allowed.includes(value))
      refuse(section.at(name), allowed.join(' or '), shown(value));
    if (!canBeSent(name, value)) refuse(section.at(name), 'one line of plain characters', shown(value));
    headers[name] = value;
  }
  return headers;
}

function canBeSent(name: string, value: string): boolean {
  try {
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
