import { expect, test } from 'vitest';
import { CPU, GPU } from './variant.js';
import { parseWheelName, requireWheel } from './wheel.js';

const ON_X64 = 'cp311-cp311-manylinux_2_27_x86_64.whl';

test.each([
  [`tensorflow_cpu-2.21.0-${ON_X64}`, { pythonPackage: 'tensorflow-cpu', version: '2.21.0' }],
  [`tensorflow-2.22.0rc0-1-${ON_X64}`, { pythonPackage: 'tensorflow', version: '2.22.0rc0' }],
])('the name %s is read', (name, wheel) => {
  expect(parseWheelName(name)).toEqual({ ...wheel, platform: 'manylinux_2_27_x86_64' });
});

test.each([
  'tensorflow.whl',
  'tensorflow-2.21.0.tar.gz',
  `tensorflow-${ON_X64}`,
  '',
])('%j is no name of a wheel', (name) => {
  expect(parseWheelName(name)).toBeUndefined();
});

test.each([
  { name: `tensorflow_cpu-2.21.0-${ON_X64}`, variant: CPU, arch: 'x64' },
  { name: `tensorflow-2.21.0-${ON_X64}`, variant: GPU, arch: 'x64' },
  {
    name: 'tensorflow-2.21.0-cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64.whl',
    variant: GPU,
    arch: 'arm64',
  },
])('$name serves $variant.npmPackage on $arch', ({ name, variant, arch }) => {
  expect(requireWheel(name, variant, arch).version).toBe('2.21.0');
});

test.each([
  [
    `tensorflow-2.21.0-${ON_X64}`,
    CPU,
    'x64',
    'of tensorflow-cpu for Linux on x86_64, found one of tensorflow; add --gpu',
  ],
  [
    `tensorflow_cpu-2.21.0-${ON_X64}`,
    GPU,
    'x64',
    'of tensorflow for Linux on x86_64, found one of tensorflow-cpu; leave --gpu out',
  ],
  [`numpy-2.1.0-${ON_X64}`, CPU, 'x64', 'found one of numpy; pip download --no-deps tensorflow-cpu gets one'],
  [
    `tensorflow_cpu-2.21.0-${ON_X64}`,
    CPU,
    'arm64',
    'for Linux on aarch64, found one for manylinux_2_27_x86_64; download it on this machine',
  ],
  ['tensorflow_cpu-2.21.0-cp311-cp311-win_amd64.whl', CPU, 'x64', 'found one for win_amd64'],
  ['model.zip', CPU, 'x64', 'found a file "model.zip"; keep the name'],
])('%s is refused for %o on %s', (name, variant, arch, message) => {
  expect(() => requireWheel(name, variant, arch)).toThrow(message);
});
