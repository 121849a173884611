import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The name of a file of a recording: the first is what the user named. */
export const partName = (path: string, part: number): string => (part === 0 ? path : `${path}.${part}`);

/** The files of a recording that are there, oldest first. */
export function partsOf(path: string): { file: string; part: number }[] {
  const name = basename(path);
  const later = readdirSync(dirname(path)).flatMap((file) => {
    const part = file.startsWith(`${name}.`) ? file.slice(name.length + 1) : '';
    return /^[1-9]\d*$/.test(part) ? [{ file: join(dirname(path), file), part: Number(part) }] : [];
  });
  return [{ file: path, part: 0 }, ...later.sort((a, b) => a.part - b.part)];
}
