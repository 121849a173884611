import { shown } from '../../option-checks.js';

/** Refuses a value in one line; of a secret only that it is wrong is told. */
export function refuse(path: string, expected: string, found: string): never {
  throw new Error(`"${path}" must be ${expected}, got ${found}`);
}

/** A mapping of a web configuration file whose keys are known: any other is refused by its name. */
export class Section {
  constructor(
    private readonly entries: ReadonlyMap<unknown, unknown>,
    /** Where it stands, as in `tls_server_config`; empty at the top. */
    private readonly path: string,
    known: readonly string[],
  ) {
    for (const key of entries.keys()) {
      if (typeof key === 'string' && known.includes(key)) continue;
      const place = path === '' ? '' : ` of "${path}"`;
      throw new Error(`unknown key ${shown(key)}${place}; known are ${known.join(', ')}`);
    }
  }

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  /** Whether the key is there, even with nothing behind it. */
  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Where a key stands, for messages. */
  at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  /** A text; an empty one is as good as none, as in exporter-toolkit. */
  text(key: string): string | undefined {
    return this.read(key, 'a text', isText) || undefined;
  }

  /** A text that no message shows. */
  secret(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === 'string') return value || undefined;
    return refuse(this.at(key), 'a text', 'something else');
  }

  flag(key: string): boolean | undefined {
    return this.read(key, 'true or false', (value) => typeof value === 'boolean');
  }

  /** A list of texts. */
  texts(key: string): readonly string[] | undefined {
    return this.read(key, 'a list of texts', isTexts);
  }

  /** What a name stands for in a table. */
  named<T>(key: string, table: ReadonlyMap<string, T>): T | undefined {
    const name = this.text(key);
    return name === undefined ? undefined : named(this.at(key), name, table);
  }

  /** What each name of a list stands for in a table. */
  allNamed<T>(key: string, table: ReadonlyMap<string, T>): readonly T[] | undefined {
    return this.texts(key)?.map((name, index) => named(`${this.at(key)}[${index}]`, name, table));
  }

  count(key: string): number | undefined {
    return this.read(key, 'a whole number from 0', isCount);
  }

  /** A value of any type, where a caller knows better what is right. */
  value(key: string): unknown {
    return this.entries.get(key) ?? undefined;
  }

  /** A mapping with known keys. */
  section(key: string, known: readonly string[]): Section {
    return new Section(this.mapping(key), this.at(key), known);
  }

  /** A mapping with any keys; one that is left out is empty. */
  mapping(key: string): ReadonlyMap<unknown, unknown> {
    return this.read(key, 'a mapping', (value) => value instanceof Map) ?? new Map();
  }

  private read<T>(key: string, expected: string, fits: (value: unknown) => value is T): T | undefined {
    const value = this.value(key);
    if (value === undefined || fits(value)) return value;
    return refuse(this.at(key), expected, value instanceof Map ? 'a mapping' : shown(value));
  }
}

function named<T>(path: string, name: string, table: ReadonlyMap<string, T>): T {
  return table.get(name) ?? refuse(path, `one of ${[...table.keys()].join(', ')}`, shown(name));
}

const isText = (value: unknown) => typeof value === 'string';
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
