import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { TrainvitalsError } from '../../errors.js';
import { inBuildFolder } from './build-folder.js';
import { closingLines, cudaOf } from './closing.js';
import { nodeDirectory } from './headers.js';
import { compileAddon, installPackage, packageFolder, placeTensorflow, scriptedPackages } from './install.js';
import { type BuildOptions, parseBuildOptions } from './options.js';
import { requireCompiler, requireLinux, requireProject } from './requirements.js';
import { type Run, runner, StepFailed } from './run.js';
import { Stop } from './stop.js';
import { tryStep } from './try-step.js';
import { unpack } from './unpack.js';
import { TENSORFLOW_VERSION, TFJS_NODE_VERSION } from './variant.js';
import { findWheel } from './wheel-source.js';

export const usage = `trainvitals build-tfjs-node [options]
  Installs tfjs-node ${TFJS_NODE_VERSION} into this project on the TensorFlow of a Python wheel, which knows current GPUs.
  --gpu                 tfjs-node-gpu, on the wheel with CUDA
  --tensorflow VERSION  version of TensorFlow (default ${TENSORFLOW_VERSION})
  --wheel FILE          a wheel of tensorflow-cpu, or with --gpu of tensorflow, instead of a download with pip`;

/** Builds and tries it: 2 where a flag is wrong, 1 where something is missing or fails, 130 where it is interrupted. */
export async function run(args: string[]): Promise<number> {
  let options: BuildOptions;
  try {
    options = parseBuildOptions(args);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const stop = new Stop();
  try {
    for (const line of await build(options, process.cwd(), runner(stop.signal))) console.log(line);
    return 0;
  } catch (error) {
    if (stop.signal.aborted && error === stop.signal.reason) {
      complain('interrupted; the project is as it was');
      return 130;
    }
    if (error instanceof StepFailed) console.error(tail(error.output));
    if (!(error instanceof TrainvitalsError) && !isSystemError(error)) throw error;
    complain(error.message);
    return error instanceof TrainvitalsError && error.code === 'OPTION' ? 2 : 1;
  } finally {
    stop.dispose();
  }
}

/** All of it; resolves to the closing lines. */
async function build(options: BuildOptions, project: string, run: Run): Promise<string[]> {
  const { variant } = options;
  requireLinux();
  await requireProject(project, run);
  await requireCompiler(run);
  const wheel = await findWheel(options, run, say);
  const nodedir = await nodeDirectory(project, run);

  return inBuildFolder(project, async (folder, secure) => {
    say(`Unpacking TensorFlow from ${basename(wheel)}`);
    const { deps, info } = await unpack(resolve(wheel), folder, run);
    const cuda = cudaOf(readFileSync(info, 'utf8'));
    const scriptedBefore = scriptedPackages(project);
    secure();

    say(`Installing ${variant.npmPackage} ${TFJS_NODE_VERSION}, without its install script`);
    await installPackage(project, variant, run);
    const target = packageFolder(project, variant);
    placeTensorflow(target, deps);

    say(
      `Compiling its addon; Node's headers ${nodedir ? `are in ${nodedir}` : 'are not here, node-gyp downloads them'}`,
    );
    await compileAddon(target, nodedir, run);

    say('Training one step');
    const { step, log } = await tryStep(project, variant, run);
    const scripted = scriptedPackages(project).filter((place) => !scriptedBefore.includes(place));
    return closingLines({ variant, step, log, cuda, scripted });
  });
}

const say = (line: string): void => console.log(line);
const complain = (line: string): void => console.error(`trainvitals build-tfjs-node: ${line}`);

const TAIL = 40;

const tail = (output: string): string =>
  output
    .split('\n')
    .slice(-TAIL)
    .map((line) => `  ${line}`)
    .join('\n');

/** No space left, no permission: what Node says of it is one line and names the file. */
const isSystemError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;
