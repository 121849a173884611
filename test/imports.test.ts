import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Import, importsOf } from './imports.js';

const root = new URL('..', import.meta.url);
const source = fileURLToPath(new URL('src', root));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const read = (file: string) => readFileSync(posix.join(source, file), 'utf8');

/** What a row of the table allows: a pattern of files or packages, perhaps as types only. */
interface Allowed {
  readonly pattern: string;
  readonly typesOnly: boolean;
}
interface Row {
  readonly place: string;
  readonly files: readonly Allowed[];
  readonly packages: readonly Allowed[];
}

/** The import table of CONTRIBUTING.md: the lines of the first table whose head begins with "place". */
function parseTable(markdown: string): Row[] {
  const lines = markdown.split('\n');
  const head = lines.findIndex((line) => line.startsWith('| place'));
  const body = lines.slice(head + 2);
  const length = body.findIndex((line) => !line.startsWith('|'));
  return body.slice(0, length).map((line) => {
    const [place = '', sources = '', packages = ''] = line.split('|').slice(1, -1);
    const [named] = allowances(place);
    if (head < 0 || !named) throw new Error(`CONTRIBUTING.md: expected a place in backticks, found: ${line}`);
    return { place: named.pattern, files: allowances(sources), packages: allowances(packages) };
  });
}

/** `a/`, `b.ts` (types), or the words "everything" and "any". */
function allowances(cell: string): Allowed[] {
  if (/^\s*(everything|any)\s*$/.test(cell)) return [{ pattern: '**', typesOnly: false }];
  return [...cell.matchAll(/`([^`]+)`( \(types\))?/g)].map(([, pattern = '', types]) => ({
    pattern,
    typesOnly: types !== undefined,
  }));
}

/** `**` is any path, `*` any text within a name. */
const glob = (name: string, pattern: string) => {
  const text = pattern
    .replace(/[.+]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*/g, (stars) => (stars === '*' ? '[^/]*' : stars === '**' ? '.*' : '(.*/)?'));
  return new RegExp(`^${text}$`).test(name);
};
const belongs = (file: string, pattern: string) =>
  glob(file, pattern.endsWith('/') ? `${pattern}**` : pattern);
const isPackage = (name: string, pattern: string) => glob(name, pattern) || glob(name, `${pattern}/**`);

/** Why a file may not import what it imports, or undefined. */
function violation(
  table: readonly Row[],
  file: string,
  { specifier, typesOnly }: Import,
): string | undefined {
  const rows = table.filter(({ place }) => belongs(file, place));
  if (rows.length === 0) return `src/${file} is in no row of the import table`;
  const relative = specifier.startsWith('.');
  const target = relative ? fileOf(file, specifier) : specifier;
  if (relative && rows.some(({ place }) => belongs(target, place))) return undefined;
  const allowed = relative
    ? rows.flatMap((row) => row.files).filter(({ pattern }) => belongs(target, pattern))
    : rows.flatMap((row) => row.packages).filter(({ pattern }) => isPackage(target, pattern));
  if (allowed.some((allowance) => typesOnly || !allowance.typesOnly)) return undefined;
  return `src/${file} imports ${target}${allowed.length > 0 ? ' as more than a type' : ''}`;
}

/** The file of src/ that a relative specifier names. */
const fileOf = (importer: string, specifier: string) =>
  posix.join(posix.dirname(importer), specifier).replace(/\.js$/, '.ts');

describe('the import table of CONTRIBUTING.md', () => {
  const rows = parseTable(readFileSync(new URL('CONTRIBUTING.md', root), 'utf8'));

  test('every import in src/ is allowed', () => {
    const violations = files.flatMap((file) =>
      importsOf(read(file)).flatMap((imported) => violation(rows, file, imported) ?? []),
    );
    expect(violations).toEqual([]);
  });

  test('every place in it exists', () => {
    const unused = rows.filter(({ place }) => !files.some((file) => belongs(file, place)));
    expect(unused.map(({ place }) => place)).toEqual([]);
  });

  test('every file and folder it allows exists', () => {
    const allowed = rows.flatMap((row) => row.files.map(({ pattern }) => pattern));
    expect(allowed.filter((pattern) => !files.some((file) => belongs(file, pattern)))).toEqual([]);
  });
});

test.each([
  {
    file: 'tap/model-tap.ts',
    text: "import { Registry } from 'prom-client';",
    message: 'imports prom-client',
  },
  {
    file: 'tap/model-tap.ts',
    text: "import * as tf from '@tensorflow/tfjs';",
    message: 'as more than a type',
  },
  {
    file: 'vitals/loss.ts',
    text: "import { flat } from '../statistics/engine.js';",
    message: 'imports statistics/engine.ts',
  },
  { file: 'vitals/loss.ts', text: "const x = await import('node:fs');", message: 'imports node:fs' },
  {
    file: 'exporter/server.ts',
    text: "export { Counter } from 'prom-client';",
    message: 'imports prom-client',
  },
  { file: 'plugins/own.ts', text: "import './x.js';", message: 'in no row' },
])('a forbidden import is found: $file, $text', ({ file, text, message }) => {
  const rows = parseTable(readFileSync(new URL('CONTRIBUTING.md', root), 'utf8'));
  const [imported] = importsOf(text);
  expect(imported && violation(rows, file, imported)).toContain(message);
});

test.each([
  { text: "import type { A } from './a.js';", imports: [{ specifier: './a.js', typesOnly: true }] },
  {
    text: "import {\n  type A,\n  b,\n} from './a.js';",
    imports: [{ specifier: './a.js', typesOnly: false }],
  },
  {
    text: "import './a.js';\nexport * from './b.js';",
    imports: [
      { specifier: './a.js', typesOnly: false },
      { specifier: './b.js', typesOnly: false },
    ],
  },
  {
    text: "new Worker(new URL('./worker.js', import.meta.url));",
    imports: [{ specifier: './worker.js', typesOnly: false }],
  },
  {
    text: "type Tf = typeof import('@tensorflow/tfjs');",
    imports: [{ specifier: '@tensorflow/tfjs', typesOnly: true }],
  },
  { text: " * import { watch } from 'trainvitals';\nconst from = 'frame';", imports: [] },
])('imports are recognised: $text', ({ text, imports }) => {
  expect(importsOf(text)).toEqual(imports);
});

describe('across the frame', () => {
  /** Everything that is loaded with the files that `start` selects: files of src/ and packages. */
  function loadedWith(start: (file: string) => boolean): Set<string> {
    const seen = new Set<string>();
    const queue = files.filter((file) => start(file) && !file.endsWith('.test.ts'));
    for (const file of queue) {
      if (seen.has(file)) continue;
      seen.add(file);
      for (const { specifier, typesOnly } of importsOf(read(file))) {
        if (typesOnly) continue;
        const target = specifier.startsWith('.') ? fileOf(file, specifier) : specifier;
        if (files.includes(target)) queue.push(target);
        else seen.add(target);
      }
    }
    return seen;
  }

  test("the training thread loads nothing of Prometheus, and no TensorFlow but the user's", () => {
    const loaded = [...loadedWith((file) => file === 'index.ts')];
    expect(loaded).toContain('tap/step-observer.ts');
    const foreign = /^(exporter\/|generate\/|prom-client|express|compression|@tensorflow)/;
    expect(loaded.filter((name) => foreign.test(name))).toEqual([]);
  });

  test('the exporter thread loads nothing of TensorFlow', () => {
    const loaded = [...loadedWith((file) => /^exporter\//.test(file))];
    expect(loaded).toContain('exporter/registry.ts');
    expect(loaded.filter((name) => /^(tap\/|statistics\/|@tensorflow)/.test(name))).toEqual([]);
  });
});
