import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TrainvitalsError } from '../../errors.js';
import { type Snapshot, takeSnapshot } from './snapshot.js';

/** In the project, so that what is in it can be renamed into node_modules; and so that there is one at a time. */
export const BUILD_FOLDER = '.trainvitals-build';

/**
 * Gives `work` a folder in the project for its scratch files. Once it has called `secure`, the project is put back as
 * it was then, should the work fail. The folder is removed, unless it holds what could not be put back.
 */
export async function inBuildFolder<T>(
  project: string,
  work: (folder: string, secure: () => void) => Promise<T>,
): Promise<T> {
  const folder = join(project, BUILD_FOLDER);
  claim(folder);
  let before: Snapshot | undefined;
  let result: T;
  try {
    result = await work(folder, () => {
      before = takeSnapshot(project, join(folder, 'before'));
    });
  } catch (error) {
    if (before) restore(before, folder);
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  rmSync(folder, { recursive: true, force: true });
  return result;
}

function claim(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new TrainvitalsError(
      'BUILD',
      `expected no ${folder}, found one: another build runs, or one was killed and left the project as it was in ` +
        'its folder before/; move that back or drop it, remove the folder, and run this again',
    );
  }
}

function restore(before: Snapshot, folder: string): void {
  try {
    before.restore();
  } catch (error) {
    throw new TrainvitalsError(
      'BUILD',
      `cannot put the project back as it was: ${String(error)}; what is missing is in ${join(folder, 'before')}`,
    );
  }
}
