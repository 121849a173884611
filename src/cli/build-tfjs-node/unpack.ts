import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TrainvitalsError } from '../../errors.js';
import { type Run, StepFailed } from './run.js';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * What of a wheel is needed: the two libraries, and the headers of the C interface with those that they include. A
 * name that ends with a slash is a folder. The rest of its headers are C++ and a quarter of a gigabyte.
 */
export const MEMBERS: readonly string[] = [
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/',
  'tensorflow/include/tsl/',
  'tensorflow/include/xla/',
  ...LIBRARIES.map((name) => `tensorflow/${name}`),
];

/** Tells which CUDA the wheel was built with. */
export const BUILD_INFO = 'tensorflow/python/platform/build_info.py';

/** Where what was unpacked goes in a folder `deps` as tfjs-node's own install script fills it (its binding.gyp). */
export const MOVES: readonly (readonly [from: string, to: string])[] = [
  ['tensorflow/include', 'include'],
  ...LIBRARIES.map((name) => [`tensorflow/${name}`, `lib/${name}`] as const),
];

/** The linker looks for `-ltensorflow` and `-ltensorflow_framework`. */
export const LINKS: readonly (readonly [target: string, link: string])[] = [
  ['libtensorflow_cc.so.2', 'lib/libtensorflow.so'],
  ['libtensorflow_framework.so.2', 'lib/libtensorflow_framework.so'],
];

/** Exit code of the script for a wheel that lacks a member. */
const LACKING = 3;

/** Python's own zip reader: a wheel is a zip file, and node-gyp needs Python anyway. */
const SCRIPT = `
import sys, zipfile
wheel, folder, *members = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    names = archive.namelist()
    for member in members:
        found = [n for n in names if n == member or member.endswith('/') and n.startswith(member)]
        if not found:
            print(member)
            sys.exit(${LACKING})
        archive.extractall(folder, found)
`;

/** Unpacks a wheel to `folder/deps`, as tfjs-node wants it, and its build_info.py to `folder`. */
export async function unpack(
  wheel: string,
  folder: string,
  run: Run,
): Promise<{ deps: string; info: string }> {
  const scratch = join(folder, 'wheel');
  const outcome = await run('python3', ['-c', SCRIPT, wheel, scratch, ...MEMBERS, BUILD_INFO]);
  if (outcome.status === LACKING) {
    const missing = outcome.out.trim();
    throw new TrainvitalsError(
      'BUILD',
      `expected ${missing} in ${wheel}, found none; use a wheel of another version of TensorFlow`,
    );
  }
  if (outcome.status !== 0) {
    throw new StepFailed(
      `expected a whole wheel in ${wheel}, cannot read it: see above; download it anew`,
      outcome,
    );
  }
  const deps = join(folder, 'deps');
  for (const [from, to] of MOVES) {
    mkdirSync(dirname(join(deps, to)), { recursive: true });
    renameSync(join(scratch, from), join(deps, to));
  }
  for (const [target, link] of LINKS) symlinkSync(target, join(deps, link));
  const info = join(folder, 'build_info.py');
  renameSync(join(scratch, BUILD_INFO), info);
  rmSync(scratch, { recursive: true });
  return { deps, info };
}
