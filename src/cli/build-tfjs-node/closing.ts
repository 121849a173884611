import type { FirstStep } from './try-step.js';
import type { Variant } from './variant.js';

/** The CUDA a wheel was built with, as its build_info.py tells; empty for one without. */
export function cudaOf(buildInfo: string): string {
  const [cuda, cudnn] = ['cuda_version', 'cudnn_version'].map(
    (name) => new RegExp(`'${name}', '([\\d.]+)'`).exec(buildInfo)?.[1],
  );
  return cuda === undefined ? '' : `CUDA ${cuda}${cudnn === undefined ? '' : ` with cuDNN ${cudnn}`}`;
}

/** Whatever ended up in the project, and what its user has to know from here on. */
export interface Result {
  readonly variant: Variant;
  readonly step: FirstStep;
  /** What TensorFlow said in the step. */
  readonly log: string;
  readonly cuda: string;
  /** Packages that came along without their install scripts. */
  readonly scripted: readonly string[];
}

/** The last lines of the command. */
export function closingLines(
  { variant, step, log, cuda, scripted }: Result,
  nodeMajor: number = Number.parseInt(process.versions.node, 10),
): string[] {
  const lines = [
    `Trained one step: backend ${step.backend}, TensorFlow ${step.tensorflow}, on the ${step.device.toUpperCase()}.`,
  ];
  if (variant.gpu && step.device !== 'gpu') {
    lines.push(
      `No GPU is used: TensorFlow falls back to the CPU. It needs an NVIDIA driver${cuda && ` and ${cuda}`} where the dynamic linker finds them, and says:`,
      ...gpuLines(log).map((line) => `  ${line}`),
    );
  }
  if (nodeMajor >= 23) {
    lines.push(
      'On Node 23 and later start programs with: node --import trainvitals/tfjs-node-compat train.js',
    );
  }
  if (scripted.length > 0) {
    const names = scripted.map((place) => place.replace(/^.*node_modules\//, ''));
    lines.push(`npm ran no install script of new packages either; npm rebuild ${names.join(' ')} runs them.`);
  }
  lines.push(
    `npm ci, or a fresh npm install, drops this TensorFlow: give it --ignore-scripts, then run this command again.`,
  );
  return lines;
}

const GPU_LINES = 3;

/** Why there is no GPU, in TensorFlow's words, without time and place. */
const gpuLines = (log: string): string[] =>
  log
    .split('\n')
    .filter((line) => /cuda|gpu|dlopen|driver/i.test(line))
    .map((line) => line.replace(/^.*?\.cc:\d+\] /, '').trim())
    .slice(0, GPU_LINES);
