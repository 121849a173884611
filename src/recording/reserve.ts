import { closeSync, openSync, readdirSync } from 'node:fs';
import { basename, dirname, parse, resolve } from 'node:path';
import { TrainvitalsError } from '../errors.js';

/**
 * Takes a file for a recording, and returns its absolute path. One that is there stays as it is, and the next free name is
 * taken: `run.rec`, `run-2.rec`, so that a job that is started again loses nothing.
 */
export function reserve(path: string): string {
  const { dir, name, ext } = parse(resolve(path));
  for (let number = 1; ; number++) {
    const free = resolve(dir, number === 1 ? name + ext : `${name}-${number}${ext}`);
    try {
      // Also where only later files of a recording are left: they would be taken for this one's.
      if (hasLaterParts(free)) continue;
      closeSync(openSync(free, 'wx'));
      return free;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EEXIST') continue;
      const reason = error instanceof Error ? error.message : String(error);
      throw new TrainvitalsError(
        'OPTION',
        `watch(): option "record" must name a file that can be written, got ${JSON.stringify(path)}: ${reason}`,
      );
    }
  }
}

function hasLaterParts(path: string): boolean {
  const name = `${basename(path)}.`;
  return readdirSync(dirname(path)).some(
    (file) => file.startsWith(name) && /^\d+$/.test(file.slice(name.length)),
  );
}
