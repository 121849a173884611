import { describe, expect, test } from 'vitest';

type Values = readonly unknown[];
interface Field {
  readonly name: string;
  readonly values: Values;
}
interface Frame {
  readonly refId: string;
  readonly length: number;
  readonly fields: readonly Field[];
}
interface Transformation {
  readonly id: string;
  readonly options?: object;
}

const load = (name: string) =>
  import(new URL(`../scripts/dashboard-pictures/${name}.mjs`, import.meta.url).href);
const { variablesOf, filledQuery } = (await load('variables')) as {
  variablesOf: (dashboard: object, chosen?: object) => ReadonlyMap<string, object>;
  filledQuery: (expr: string, variables: ReadonlyMap<string, object>) => string;
};
const { frame, nameOf } = (await load('frames')) as {
  frame: (refId: string, fields: readonly Field[]) => Frame;
  nameOf: (field: Field) => string;
};
const { transformed } = (await load('transformations')) as {
  transformed: (
    frames: readonly Frame[],
    transformations: readonly Transformation[],
    note?: (what: string) => void,
  ) => readonly Frame[];
};
const { cut } = (await load('cut')) as {
  cut: (panels: readonly object[], height: number) => { shown: readonly object[]; left: readonly object[] };
};
const { stretches } = (await load('board')) as {
  stretches: (times: Values, values: Values) => readonly object[];
};

describe('variables of a query', () => {
  const all = { text: ['All'], value: ['$__all'] };
  const list = [
    { name: 'job', type: 'query', multi: true, includeAll: true, allValue: '.+', current: all },
    { name: 'run', type: 'query', multi: true, current: { value: ['a.b', 'c'] } },
    { name: 'compare', type: 'custom', current: { value: 'optimizer' } },
  ];
  const variables = variablesOf({ templating: { list } });

  test.each([
    { expr: 'up{job=~"$job"}', asked: 'up{job=~".+"}' },
    { expr: `up{run=~"\${run}"}`, asked: 'up{run=~"(a\\\\.b|c)"}' },
    { expr: `up{run=~"\${run:pipe}"}`, asked: 'up{run=~"a.b|c"}' },
    { expr: 'sum by ($compare) (up)', asked: 'sum by (optimizer) (up)' },
    {
      expr: 'label_replace(up, "a", "$1", "b", "(.*)$")',
      asked: 'label_replace(up, "a", "$1", "b", "(.*)$")',
    },
  ])('$expr is asked as $asked', ({ expr, asked }) => {
    expect(filledQuery(expr, variables)).toBe(asked);
  });

  test('a choice of the picture goes before that of the dashboard', () => {
    expect(filledQuery('$run', variablesOf({ templating: { list } }, { run: ['d'] }))).toBe('d');
  });

  test('a variable that nobody declared is refused', () => {
    expect(() => filledQuery('up{run="$walk"}', variables)).toThrow('found $walk in up{run="$walk"}');
  });
});

describe('transformations of tables', () => {
  const table = (refId: string, columns: Readonly<Record<string, Values>>) =>
    frame(
      refId,
      Object.entries(columns).map(([name, values]) => ({ name, values })),
    );
  const steps = table('A', { Time: [9, 9], run: ['x', 'y'], 'Value #A': [1, 2] });
  const loss = table('B', { Time: [9, 9], run: ['y', 'z'], 'Value #B': [0.5, 0.7] });

  test.each([
    {
      does: 'rows of one run become one, what is missing is empty',
      transformations: [{ id: 'merge' }],
      becomes: {
        Time: [9, 9, 9],
        run: ['x', 'y', 'z'],
        'Value #A': [1, 2, null],
        'Value #B': [null, 0.5, 0.7],
      },
    },
    {
      does: 'columns are left out, ordered and renamed, then rows sorted by the new name',
      transformations: [
        { id: 'merge' },
        {
          id: 'organize',
          options: {
            excludeByName: { Time: true, 'Value #A': true },
            indexByName: { 'Value #B': 0, run: 1 },
            renameByName: { 'Value #B': 'Loss' },
          },
        },
        { id: 'sortBy', options: { sort: [{ field: 'Loss', desc: true }] } },
      ],
      becomes: { Loss: [0.7, 0.5, null], run: ['z', 'y', 'x'] },
    },
    {
      does: 'an inner join keeps what both have, and numbers columns of one name',
      transformations: [{ id: 'joinByField', options: { byField: 'run', mode: 'inner' } }],
      becomes: { 'Time 1': [9], run: ['y'], 'Value #A': [2], 'Time 2': [9], 'Value #B': [0.5] },
    },
    {
      does: 'columns are chosen by pattern',
      transformations: [
        { id: 'merge' },
        { id: 'filterFieldsByName', options: { include: { pattern: '/^value #b$/i' } } },
      ],
      becomes: { 'Value #B': [null, 0.5, 0.7] },
    },
  ])('$does', ({ transformations, becomes }) => {
    const [result] = transformed([steps, loss], transformations);
    const columns = result?.fields.map((field) => [nameOf(field), field.values] as const);
    expect(columns).toEqual(Object.entries(becomes));
  });

  test('rows that contradict each other stay apart', () => {
    const twice = table('A', { run: ['x', 'x'], Value: [1, 2] });
    const [result] = transformed([twice, table('B', { run: ['x'], other: [3] })], [{ id: 'merge' }]);
    expect(result?.fields.map(({ values }) => values)).toEqual([
      ['x', 'x'],
      [1, 2],
      [3, null],
    ]);
  });

  test('a transformation that is not known is told, and changes nothing', () => {
    const notes: string[] = [];
    expect(transformed([steps], [{ id: 'groupBy' }], (what) => notes.push(what))).toEqual([steps]);
    expect(notes).toEqual(['transformation groupBy']);
  });
});

describe('what fits into a picture', () => {
  const panel = (y: number, h: number, type = 'timeseries') => ({ type, gridPos: { y, h } });
  const panels = [
    panel(0, 1, 'row'),
    panel(1, 8),
    panel(1, 4),
    panel(5, 8),
    panel(13, 1, 'row'),
    panel(14, 8),
  ];

  test.each([
    { holds: 'whole panels, and no title of a row that is left out', rows: 20, shown: 4 },
    { holds: 'everything, where there is room', rows: 22, shown: 6 },
    { holds: 'at least the first panels', rows: 3, shown: 4 },
  ])('$holds', ({ rows, shown }) => {
    const result = cut(panels, rows * 38);
    expect(result.shown).toEqual(panels.slice(0, shown));
    expect(result.left).toEqual(panels.slice(shown));
  });
});

test('an annotation lasts as long as its query is above zero', () => {
  const values = [null, 1, 2, 0, null, 1];
  expect(stretches([10, 20, 30, 40, 50, 60], values)).toEqual([
    { from: 20, to: 30 },
    { from: 60, to: 60 },
  ]);
});
