import { expect, test } from 'vitest';
import { shortNames } from './names.js';

test.each([
  { name: 'short ones stay', names: ['conv_1', 'conv_2'], expected: ['conv_1', 'conv_2'] },
  {
    name: 'what all share is left out',
    names: ['encoder/block_1/attention/query', 'encoder/block_12/attention/query'],
    expected: ['…1…', '…12…'],
  },
  {
    name: 'a middle is left out',
    names: ['batch_normalization_12', 'dense'],
    expected: ['batch…on_12', 'dense'],
  },
  {
    name: 'alike ones keep their last part',
    names: ['a_long_name_here', 'a_long_name_here'],
    expected: ['…here', '…here'],
  },
  { name: 'an escape takes its room', names: ['\n'.repeat(20)], expected: ['\\n\\n\\…n\\n\\n'] },
  { name: 'none', names: [], expected: [] },
])('$name', ({ names, expected }) => {
  expect(shortNames(names, 11)).toEqual(expected);
});
