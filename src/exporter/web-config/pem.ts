import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { shown } from '../../option-checks.js';
import { refuse, type Section } from './section.js';

/** A certificate or key as text, and where it stood. */
export interface Pem {
  readonly text: string;
  /** The key that gave it, for messages. */
  readonly path: string;
  /** The file that it came from, if it was one. */
  readonly file?: string;
}

/** Reads `<name>`, which is the text itself, or the file that `<name>_file` names, relative to `folder`. */
export async function pemOf(section: Section, name: string, folder: string): Promise<Pem | undefined> {
  const inline = section.secret(name);
  const named = section.text(`${name}_file`);
  if (inline !== undefined && named !== undefined)
    refuse(section.at(`${name}_file`), `left out where ${name} is given`, shown(named));
  if (inline !== undefined) return { text: inline, path: section.at(name) };
  if (named === undefined) return undefined;
  const path = section.at(`${name}_file`);
  // Somebody put the text itself there: no message may show it.
  if (/[\n\r]|-----BEGIN/.test(named))
    refuse(path, 'the path of a file', `a text that may be meant for ${name}`);
  const file = resolve(folder, named);
  try {
    return { text: await readFile(file, 'utf8'), path, file };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return refuse(path, 'a file that can be read', `${JSON.stringify(file)} (${code})`);
  }
}
