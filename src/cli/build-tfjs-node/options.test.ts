import { expect, test } from 'vitest';
import { parseBuildOptions } from './options.js';
import { CPU, GPU } from './variant.js';

test.each([
  [[], { variant: CPU }],
  [['--gpu'], { variant: GPU }],
  [['--tensorflow', '2.18.1'], { variant: CPU, tensorflow: '2.18.1' }],
  [['--tensorflow', '2.22.0rc0'], { variant: CPU, tensorflow: '2.22.0rc0' }],
  [['--gpu', '--wheel', 'a.whl'], { variant: GPU, wheel: 'a.whl' }],
])('%j is read', (flags, options) => {
  expect(parseBuildOptions(flags)).toEqual(options);
});

test.each([
  [['--tensorflow', '1.15.0'], '--tensorflow must be a version of TensorFlow 2 as 2.21.0, got "1.15.0"'],
  [['--tensorflow', '2.21'], '--tensorflow must be a version of TensorFlow 2 as 2.21.0, got "2.21"'],
  [['--tensorflow', '2.21.0; id'], 'got "2.21.0; id"'],
  [['--wheel', ''], '--wheel must be a file, got ""'],
  [['--cpu'], "Unknown option '--cpu'"],
  [['tensorflow.whl'], "Unexpected argument 'tensorflow.whl'"],
])('%j is refused', (flags, message) => {
  expect(() => parseBuildOptions(flags)).toThrow(message);
});
