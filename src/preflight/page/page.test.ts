import { describe, expect, test } from 'vitest';
import type { Bars, Histogram, Lines, Picture } from '../picture.js';
import type { CheckReport, Finding, PreflightReport } from '../report.js';
import { pageOf } from './page.js';

const finding: Finding = {
  severity: 'warning',
  message: 'Input "image" has a mean of 130.2.',
  advice: 'Divide by 255.',
  value: 130.2,
  limit: 2,
};
const constant: Finding = { ...finding, severity: 'info', message: '3 features are constant.', value: 3 };
const check = (id: string, found: Partial<CheckReport> = {}): CheckReport => ({
  ...finding,
  id,
  verdict: 'pass',
  findings: [],
  seconds: 1,
  cutShort: false,
  pictures: [],
  learningRate: null,
  ...found,
});
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
const pageWith = (...pictures: Picture[]) => pageOf(report([check('inputs', { pictures })]));

/** What is wrong with it as XML: tags that do not balance, attributes without quotes, bare `&` and `<`. */
function faultsOf(text: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const tag =
    /<(?:(!doctype html)|(\/)?([a-z][a-z0-9]*)((?:\s+[a-z][\w:-]*="[^"<]*")*)\s*(\/)?)>|(<|&(?!(?:amp|lt|gt|quot|#39);))/gi;
  for (const [, doctype, closing, name = '', , empty, bare] of text.matchAll(tag)) {
    if (bare) faults.push(`bare ${bare}`);
    else if (closing && open.pop() !== name) faults.push(`</${name}>`);
    else if (!closing && !empty && !doctype) open.push(name);
  }
  return [...faults, ...open.map((name) => `<${name}> is left open`)];
}

test.each([
  { text: '<a b="c">d &amp; e<f/></a>', faults: [] },
  { text: '<a><b></a></b>', faults: ['</a>', '</b>'] },
  { text: '<a>', faults: ['<a> is left open'] },
  { text: '<a b=c></a>', faults: ['bare <', '</a>'] },
  { text: '<a>x < y & z</a>', faults: ['bare <', 'bare &'] },
])('$text has the faults $faults', ({ text, faults }) => {
  expect(faultsOf(text)).toEqual(faults);
});

describe('a page', () => {
  const page = pageOf(
    report(
      [
        check('wiring', { message: 'All variables get a gradient.' }),
        check('inputs', { verdict: 'fail', ...finding, findings: [finding, constant] }),
        check('overfit-small-batch', { verdict: 'skipped', message: 'No time was left.', cutShort: true }),
        check('learning-rate-search', {
          learningRate: { curve: [], largest: 0.03, advised: 0.015, compiled: null },
        }),
      ],
      { ok: false },
    ),
  );

  test('loads nothing and runs nothing', () => {
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>`,
    );
    expect(page).not.toMatch(/<script|<link|<img|\ssrc=|\son\w+=|url\(|@import|javascript:/i);
  });

  test.each([
    'Preflight failed: inputs (warning).',
    'mnist-cnn',
    '60000 training examples',
    '2026-03-01 09:30:00 UTC',
    '21 s',
    'Input &quot;image&quot; has a mean of 130.2.',
    'Found: 130.2, limit 2',
    '3 features are constant.',
    'Divide by 255.',
    'Cut short after 1 s.',
    '<dt>Advised rate</dt><dd>0.015</dd>',
    '<dt>Compiled with</dt><dd>not known</dd>',
  ])('says: %s', (text) => {
    expect(page).toContain(text);
  });

  test('has a section for each link of its table', () => {
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, anchor]) => anchor);
    expect(links).toHaveLength(4);
    for (const link of links) expect(page.split(`id="${link}"`)).toHaveLength(2);
  });

  test('is well-formed', () => {
    expect(faultsOf(page)).toEqual([]);
  });

  test('a start that is no time is left as it is', () => {
    expect(pageOf(report([], { started: 'yesterday' }))).toContain('<dd>yesterday</dd>');
  });
});

const lines = (points: Lines['lines'][number]['points'][], found: Partial<Lines> = {}): Lines => ({
  kind: 'lines',
  title: 'Loss',
  x: { name: 'step' },
  y: { name: 'loss', logarithmic: true },
  lines: points.map((of, index) => ({ name: `rate ${index}`, tone: 'good', points: of })),
  marks: [],
  ...found,
});
const bars = (values: (number | null)[], found: Partial<Bars> = {}): Bars => ({
  kind: 'bars',
  title: 'Gradient norms',
  y: { name: 'norm', logarithmic: true },
  bars: values.map((value, index) => ({ name: `encoder/block_${index}/attention/query`, value })),
  marks: [],
  ...found,
});
const histogram = (counts: number[], found: Partial<Histogram> = {}): Histogram => ({
  kind: 'histogram',
  title: 'Inputs',
  x: { name: 'value' },
  from: 0,
  to: 1,
  counts,
  outside: 0,
  ...found,
});
const linear = { y: { name: 'loss' } };
const { NaN: nan, POSITIVE_INFINITY: infinite, MAX_VALUE: max, MIN_VALUE: min } = Number;
const powers = Array.from({ length: 61 }, (_, index) => [index, 10 ** (index - 30)] as const);

describe('hostile text', () => {
  const hostile = '</title></style><script>alert(1)</script>"}\' onload="x" \u0000\u001b[31m\u202e\n&amp;';
  const page = pageOf(
    report(
      [
        check(hostile, {
          verdict: 'fail',
          findings: [{ ...finding, message: hostile, advice: hostile }],
          pictures: [
            lines([[[0, 1]], [[0, 2]]], {
              title: hostile,
              x: { name: hostile },
              y: { name: hostile },
              lines: [
                { name: hostile, tone: 'good', points: [[0, 1]] },
                { name: hostile, tone: 'bad', points: [[0, 2]] },
              ],
              marks: [{ at: 0, name: hostile }],
            }),
            bars([], {
              title: hostile,
              bars: [{ name: hostile, value: 1 }],
              marks: [{ at: 1, name: hostile }],
            }),
            histogram([1], { title: hostile, x: { name: hostile } }),
          ],
        }),
      ],
      { model: hostile, backend: hostile, started: hostile, version: hostile },
    ),
  );

  test('is text', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain(' onload="');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;}&#39;');
    expect(faultsOf(page)).toEqual([]);
  });

  test('moves nothing and turns nothing', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(page).toContain('\\x00\\x1b[31m\\u202e\\n&amp;amp;');
  });
});

describe('a picture of', () => {
  test.each<{ name: string; picture: Picture; says?: string }>([
    { name: 'no lines', picture: lines([]), says: 'nothing to draw' },
    { name: 'a line without values', picture: lines([[]]), says: 'nothing to draw' },
    { name: 'a single value', picture: lines([[[0, 1]]]), says: '<circle' },
    { name: 'a single value, linear', picture: lines([[[0, 0]]], linear), says: '<circle' },
    { name: 'equal values', picture: lines([[0, 1, 2].map((x) => [x, 5] as const)]) },
    {
      name: 'NaN and ∞',
      picture: lines([
        [
          [0, nan],
          [1, infinite],
        ],
      ]),
      says: 'Not drawn: 2 not finite.',
    },
    { name: '1e-30 to 1e30', picture: lines([powers]), says: '1e-24' },
    { name: '1e-30 to 1e30, linear', picture: lines([powers], linear), says: '1e30' },
    {
      name: 'all that a double holds',
      picture: lines(
        [
          [
            [0, -max],
            [1, max],
          ],
        ],
        linear,
      ),
    },
    {
      name: 'the least there are',
      picture: lines([
        [
          [0, min],
          [1, 2 * min],
        ],
      ]),
    },
    {
      name: 'values below 0',
      picture: lines([
        [
          [0, 1],
          [1, -1],
          [2, 0],
        ],
      ]),
      says: '2 not above 0, on a logarithmic axis',
    },
    { name: '100 lines', picture: lines(Array.from({ length: 100 }, () => powers)), says: 'and 84 more' },
    {
      name: 'marks',
      picture: lines([powers], {
        marks: [
          { at: 70, name: 'advised' },
          { at: nan, name: 'none' },
        ],
      }),
      says: 'advised 70',
    },
    { name: 'no bars', picture: bars([]), says: 'nothing to draw' },
    { name: 'bars of 0', picture: bars([0, 0]), says: '2 not above 0' },
    { name: 'bars of 0, linear', picture: bars([0, 0], linear) },
    {
      name: 'bars not measured',
      picture: bars([null, nan, 1]),
      says: 'Not drawn: 1 not measured; 1 not finite.',
    },
    {
      name: '200 bars',
      picture: bars(Array.from({ length: 200 }, (_, i) => 10 ** (0.3 * i - 30))),
      says: '…198…',
    },
    { name: 'bars above and below 0', picture: bars([-1, 2], linear) },
    { name: 'bars below 0', picture: bars([-1, -2], linear) },
    { name: 'no bins', picture: histogram([]), says: 'nothing to draw' },
    { name: 'empty bins', picture: histogram([0, 0]), says: 'nothing to draw' },
    { name: 'values all the same', picture: histogram([9, 0, 0], { from: 7, to: 7 }), says: '7 to 7: 9' },
    { name: 'huge bins', picture: histogram([1, 2], { from: -max, to: max }) },
    { name: 'tiny bins', picture: histogram([1, 2], { from: 0, to: 1e-30 }) },
    { name: 'values outside', picture: histogram([1], { outside: 12 }), says: 'Not drawn: 12 beyond these' },
  ])('$name is well-formed, within reach, and says so', ({ picture, says = '' }) => {
    const page = pageWith(picture);
    expect(faultsOf(page)).toEqual([]);
    const places = [...page.matchAll(/ (?:x|y|cx|cy|d|width|height|transform|viewBox)="([^"]*)"/g)];
    expect(places.length).toBeGreaterThan(0);
    for (const [, place = ''] of places) {
      expect(place).not.toMatch(/NaN|Infinity|undefined|e[+-]?\d/);
      for (const [number] of place.matchAll(/\d+(\.\d+)?/g)) expect(Number(number)).toBeLessThan(4000);
    }
    expect(page).toContain(says);
  });

  test('each kind has a role, a title and a description', () => {
    const page = pageWith(lines([powers]), bars([1, 2]), histogram([1, 2]));
    const drawings = [
      ...page.matchAll(/<svg class="picture"[^>]* role="img">\n<title>(.*)<\/title>\n<desc>(.*)<\/desc>/g),
    ];
    expect(drawings.map(([, title]) => title)).toEqual(['Loss', 'Gradient norms', 'Inputs']);
    for (const [, , description = ''] of drawings) expect(description.length).toBeGreaterThan(20);
  });

  test('bars has their names in full and their numbers as text', () => {
    expect(pageWith(bars([0.5, null]))).toContain(
      '<tr><th scope="row">encoder/block_0/attention/query</th><td>0.5</td></tr>\n<tr><th scope="row">encoder/block_1/attention/query</th><td>not measured</td></tr>',
    );
  });

  test('a gap is between two paths', () => {
    const page = pageWith(
      lines([
        [
          [0, 1],
          [1, 2],
          [2, nan],
          [3, 2],
          [4, 1],
        ],
      ]),
    );
    const [, path = ''] = /<path d="([^"]*)"\/><circle/.exec(page) ?? [];
    expect(path.replace(/[^ML]/g, '')).toBe('MLML');
  });

  test('a line that must not be is cut where it would flatten the others', () => {
    const tones = {
      good: [
        [0, 2],
        [1, 1],
      ],
      bad: [
        [0, 2],
        [1, 1e30],
      ],
    } as const;
    const picture = lines([], {
      lines: (['good', 'bad'] as const).map((tone) => ({ name: tone, tone, points: tones[tone] })),
    });
    const page = pageWith(picture);
    expect(page).toContain('Lines that go beyond the picture are cut at its edge.');
    expect(page).not.toContain('1e24');
    expect(page).toContain('class="line bad mixed shade-0"');
  });
});
