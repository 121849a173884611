import { TrainvitalsError } from '../../errors.js';
import type { Variant } from './variant.js';

/** What a wheel's file name tells (binary distribution format, `{name}-{version}-{python}-{abi}-{platform}.whl`). */
export interface Wheel {
  /** As pip spells it: `tensorflow-cpu`. */
  readonly pythonPackage: string;
  readonly version: string;
  /** `manylinux_2_27_x86_64`. */
  readonly platform: string;
}

/** Reads a wheel's file name; undefined where it is none. */
export function parseWheelName(name: string): Wheel | undefined {
  const [, distribution, version, platform] =
    /^([\w.]+)-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-([^-]+)\.whl$/.exec(name) ?? [];
  if (!distribution || !version || !platform) return undefined;
  return { pythonPackage: distribution.replaceAll('_', '-'), version, platform };
}

/** The wheel of a file name, where it is one of this variant for this machine; else throws what it is instead. */
export function requireWheel(name: string, variant: Variant, arch: string = process.arch): Wheel {
  const wheel = parseWheelName(name);
  const { pythonPackage, gpu } = variant;
  const expected = `expected a wheel of ${pythonPackage} for Linux on ${machineOf(arch)}`;
  if (!wheel) {
    throw refusal(`${expected}, found a file "${name}"; keep the name that pip downloads it under`);
  }
  if (wheel.pythonPackage !== pythonPackage) {
    const remedy = gpu
      ? 'leave --gpu out'
      : wheel.pythonPackage === 'tensorflow'
        ? 'add --gpu'
        : `pip download --no-deps ${pythonPackage} gets one`;
    throw refusal(`${expected}, found one of ${wheel.pythonPackage}; ${remedy}`);
  }
  if (!isFor(wheel, arch))
    throw refusal(`${expected}, found one for ${wheel.platform}; download it on this machine`);
  return wheel;
}

/** Whether its libraries run on Linux on this processor; for which Python it was built does not matter here. */
export const isFor = ({ platform }: Wheel, arch: string): boolean =>
  platform.includes('linux') && platform.endsWith(`_${machineOf(arch)}`);

/** Node's name of a processor in a wheel's words. */
const machineOf = (arch: string): string => (arch === 'arm64' ? 'aarch64' : arch === 'x64' ? 'x86_64' : arch);

const refusal = (message: string): TrainvitalsError => new TrainvitalsError('OPTION', `--wheel: ${message}`);
