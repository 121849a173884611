import { describe, expect, test } from 'vitest';
import { columnsOf } from './plain-text.js';
import type { CheckReport, Finding, PreflightReport } from './report.js';
import { tableOf } from './table.js';

const check = (id: string, found: Partial<CheckReport> = {}): CheckReport => ({
  id,
  verdict: 'pass',
  severity: 'warning',
  value: null,
  limit: null,
  message: 'All is well.',
  advice: '',
  findings: [],
  seconds: 1,
  cutShort: false,
  pictures: [],
  learningRate: null,
  ...found,
});
const failed = (id: string, finding: Finding, ...more: Finding[]) =>
  check(id, { verdict: 'fail', ...finding, findings: [finding, ...more] });
const report = (checks: CheckReport[], about: Partial<PreflightReport> = {}): PreflightReport => ({
  ok: true,
  checks,
  model: 'mnist-cnn',
  backend: 'cpu',
  examples: 60000,
  started: '2026-03-01T09:30:00.000Z',
  seconds: 21.2,
  version: '0.1.0',
  ...about,
});

const unscaled: Finding = {
  severity: 'warning',
  message: 'Input "image" has a mean of 130.2, near 0 was expected.',
  advice: 'Divide by 255.',
  value: 130.2,
  limit: 2,
};
const constant: Finding = {
  severity: 'info',
  message: '3 features are constant.',
  advice: 'Leave them out.',
  value: 3,
  limit: 0,
};
const mixed = report(
  [
    check('wiring', {
      severity: 'critical',
      value: 0,
      limit: 0,
      message: 'All 14 variables get a gradient.',
    }),
    failed('inputs', unscaled, constant),
    check('regularization', { verdict: 'skipped', message: 'The model has no regularizer.' }),
    check('overfit-small-batch', { value: 0.00412, limit: 0.01, cutShort: true, seconds: 12.1 }),
  ],
  { ok: false },
);

test.each([
  {
    width: 120,
    lines: [
      'Preflight of mnist-cnn on cpu, 60000 examples',
      '',
      'pass          wiring               0, limit 0           All 14 variables get a gradient.',
      'FAIL warning  inputs               130.2, limit 2       Input "image" has a mean of 130.2, near 0 was expected.',
      '                                                        Advice: Divide by 255.',
      '                                                        Also info: 3 features are constant. (3, limit 0)',
      '                                                        Advice: Leave them out.',
      'skipped       regularization                            The model has no regularizer.',
      'pass          overfit-small-batch  0.00412, limit 0.01  All is well.',
      '                                                        cut short after 12 s',
      '',
      'Preflight failed: inputs (warning).',
    ],
  },
  {
    width: 80,
    lines: [
      'Preflight of mnist-cnn on cpu, 60000 examples',
      '',
      'pass          wiring               0, limit 0',
      '              All 14 variables get a gradient.',
      'FAIL warning  inputs               130.2, limit 2',
      '              Input "image" has a mean of 130.2, near 0 was expected.',
      '              Advice: Divide by 255.',
      '              Also info: 3 features are constant. (3, limit 0)',
      '              Advice: Leave them out.',
      'skipped       regularization',
      '              The model has no regularizer.',
      'pass          overfit-small-batch  0.00412, limit 0.01',
      '              All is well.',
      '              cut short after 12 s',
      '',
      'Preflight failed: inputs (warning).',
    ],
  },
  {
    width: 24,
    lines: [
      'Preflight of mnist-cnn',
      'on cpu, 60000 examples',
      '',
      'pass',
      '  wiring',
      '  0, limit 0',
      '  All 14 variables get a',
      '  gradient.',
      'FAIL warning',
      '  inputs',
      '  130.2, limit 2',
      '  Input "image" has a',
      '  mean of 130.2, near 0',
      '  was expected.',
      '  Advice: Divide by 255.',
      '  Also info: 3 features',
      '  are constant. (3,',
      '  limit 0)',
      '  Advice: Leave them',
      '  out.',
      'skipped',
      '  regularization',
      '  The model has no',
      '  regularizer.',
      'pass',
      '  overfit-small-batch',
      '  0.00412, limit 0.01',
      '  All is well.',
      '  cut short after 12 s',
      '',
      'Preflight failed: inputs',
      '(warning).',
    ],
  },
])('a report in $width columns', ({ width, lines }) => {
  expect(tableOf(mixed, { width, color: false }).split('\n')).toEqual([...lines, '']);
});

describe('the width', () => {
  const long = failed('inputs', {
    ...unscaled,
    message: `Layer ${'resnet_block_'.repeat(20)} and 层层层层层层层层层层层层层层层层层层层层层层层层层层 are alike.`,
  });

  test.each([20, 33, 40, 64, 80, 97, 120, 200])('no line is longer than %d columns', (width) => {
    const lines = tableOf(report([...mixed.checks, long]), { width, color: false }).split('\n');
    expect(lines.filter((line) => columnsOf(line) > width)).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  test.each([0, 1, -5])('a terminal of %d columns gets lines of 20', (width) => {
    const inNone = tableOf(mixed, { width, color: false });
    expect(inNone).toBe(tableOf(mixed, { width: 20, color: false }));
  });

  test('a width that is no number is 80', () => {
    expect(tableOf(mixed, { width: Number.NaN, color: false })).toBe(
      tableOf(mixed, { width: 80, color: false }),
    );
  });

  test('later lines of a paragraph are indented below its first', () => {
    const finding = { ...unscaled, message: 'word '.repeat(30).trim() };
    const lines = tableOf(report([failed('inputs', finding)]), { width: 80, color: false }).split('\n');
    const [first = '', second = ''] = lines.filter((line) => line.includes('word word'));
    expect(second.search('word')).toBe(first.search('word') + 2);
  });
});

describe('colours', () => {
  test('are none unless asked for', () => {
    expect(tableOf(mixed, { width: 80, color: false })).not.toContain('\u001b');
  });

  test.each([
    { name: 'pass', colored: check('labels'), code: 32 },
    { name: 'skipped', colored: check('labels', { verdict: 'skipped' }), code: 2 },
    { name: 'FAIL critical', colored: failed('labels', { ...unscaled, severity: 'critical' }), code: 31 },
    { name: 'FAIL warning', colored: failed('labels', unscaled), code: 33 },
    { name: 'FAIL info', colored: failed('labels', constant), code: 36 },
  ])('$name is painted, and nothing else', ({ name, colored, code }) => {
    const plain = tableOf(report([colored]), { width: 80, color: false });
    const painted = tableOf(report([colored]), { width: 80, color: true });
    expect(painted).toBe(plain.replace(name, `\u001b[${code}m${name}\u001b[0m`));
  });
});

test.each([
  { name: 'a sequence that clears the screen', hostile: '\u001b[2J', shown: '\\x1b[2J' },
  { name: 'the same as one character', hostile: '\u009b2J', shown: '\\x9b2J' },
  { name: 'a new line', hostile: 'a\r\nb', shown: 'a\\r\\nb' },
  { name: 'what ends a line elsewhere', hostile: '\u2028', shown: '\\u2028' },
  { name: 'what turns the direction of writing', hostile: '\u202egpj', shown: '\\u202egpj' },
  { name: 'half of a pair', hostile: '\ud800', shown: '\\ud800' },
])('$name in a name is shown, not done', ({ hostile, shown }) => {
  const finding = { ...unscaled, message: `Layer "${hostile}".`, advice: `Rename "${hostile}".` };
  const text = tableOf(report([failed(hostile, finding, finding)], { model: hostile, backend: hostile }), {
    width: 200,
    color: false,
  });
  expect(text).not.toContain(hostile);
  expect(text).toContain(`Preflight of ${shown} on ${shown}`);
  expect(text).toContain(`Layer "${shown}".`);
  expect(text).toContain(`Rename "${shown}".`);
});
