import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { TrainvitalsError } from '../../errors.js';
import type { BuildOptions } from './options.js';
import { requirePip } from './requirements.js';
import type { Run } from './run.js';
import { TENSORFLOW_VERSION, type Variant } from './variant.js';
import { requireWheel } from './wheel.js';
import { cachedWheel, cacheFolder, downloadWheel } from './wheel-cache.js';

/** The wheel that was named, else that of an earlier download, else a new download. */
export async function findWheel(
  { variant, wheel, tensorflow }: BuildOptions,
  run: Run,
  say: (line: string) => void,
  cache: string = cacheFolder(),
): Promise<string> {
  if (wheel !== undefined) return namedWheel(wheel, variant, tensorflow);
  const version = tensorflow ?? TENSORFLOW_VERSION;
  const kept = cachedWheel(cache, variant, version);
  if (kept !== undefined) {
    say(`TensorFlow ${version} is in ${cache}`);
    return kept;
  }
  const pip = await requirePip(run);
  say(`Downloading ${variant.pythonPackage} ${version} with pip, some hundred MB, to ${cache}`);
  return downloadWheel(cache, variant, version, pip, run);
}

function namedWheel(path: string, variant: Variant, tensorflow: string | undefined): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new TrainvitalsError('OPTION', `--wheel: expected a file, found none at ${path}`);
  }
  const { version } = requireWheel(basename(path), variant);
  if (tensorflow !== undefined && tensorflow !== version) {
    throw new TrainvitalsError(
      'OPTION',
      `--wheel: expected TensorFlow ${tensorflow} as --tensorflow says, found ${version}; leave --tensorflow out`,
    );
  }
  return path;
}
