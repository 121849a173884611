import { expect, test } from 'vitest';
import { parse } from '../../test/scrape.js';
import { Family, joined, textOf } from './family.js';

test('a family is written with its help, its kind and a line for each series', () => {
  const family = new Family('training_loss', 'Loss of a step.', 'gauge');
  family.set(joined(textOf({ run: 'a' }), textOf({ split: 'train' })), 0.25);
  family.set(textOf({}), Number.NaN);
  family.set(textOf({ run: 'b' }), Number.POSITIVE_INFINITY);
  family.set(textOf({ run: 'c' }), Number.NEGATIVE_INFINITY);
  expect(family.text).toBe(
    [
      '# HELP training_loss Loss of a step.',
      '# TYPE training_loss gauge',
      'training_loss{run="a",split="train"} 0.25',
      'training_loss{} NaN',
      'training_loss{run="b"} +Inf',
      'training_loss{run="c"} -Inf',
      '',
    ].join('\n'),
  );
  family.reset();
  expect(family.text.split('\n')).toHaveLength(3);
});

test.each([
  '<script>',
  '"}\n evil 1',
  'back\\slash',
  'ends with \\',
  'ünïcödé 🙂',
  '',
])('a label value %j survives', (layer) => {
  const family = new Family('training_loss', 'Loss.', 'gauge');
  family.set(textOf({ layer }), 1);
  expect(parse(family.text)).toEqual([{ name: 'training_loss', labels: { layer }, value: 1 }]);
});

test('a counter has no value that a counter cannot have', () => {
  const family = new Family('training_steps_total', 'Steps.', 'counter');
  family.set('', 3);
  family.set('', Number.NaN);
  expect(parse(family.text)).toEqual([]);
  family.set('', 4);
  expect(family.text).toContain('training_steps_total{} 4\n');
});
