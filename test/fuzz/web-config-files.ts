import fc from 'fast-check';
import { clientAuths } from '../../src/exporter/web-config/client-auth.js';
import { cipherSuites, curves, versions } from '../../src/exporter/web-config/go-names.js';
import { tlsKeys } from '../../src/exporter/web-config/tls.js';

const SALTED = 'abcdefghijklmnopqrstuuNFuRsBZ7c6eDyLMDqkTmYXAnE6D0Qd5';
export const HASH = `$2y$05$${SALTED.padEnd(53, 'x').slice(0, 53)}`;
export const BODY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
const KEY = `-----BEGIN PRIVATE KEY-----\n${BODY}\n-----END PRIVATE KEY-----\n`;

export const parts = ['tls_server_config', 'http_server_config', 'basic_auth_users', 'rate_limit'];
const headers = ['Content-Security-Policy', 'X-Frame-Options', 'Strict-Transport-Security'];
export const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom<unknown>(null, '', HASH, KEY, 'server.pem', 'server.key', 'ca.pem', '\u2028', '1s', 1, 0),
  fc.constantFrom(...versions.keys(), ...clientAuths.keys(), ...curves.keys(), ...cipherSuites.keys()),
);
const key = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...parts, ...tlsKeys, ...headers, 'http2', 'headers', 'interval', 'burst'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '<<', HASH, KEY, 'a\nb', '007'),
  },
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));
/** A mapping of the known keys and others, with values of all kinds. */
export const mapping = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...parts) }, { weight: 1, arbitrary: key }),
  fc.oneof(value, fc.dictionary(key, value, { maxKeys: 5 })),
);

/** What YAML can say beside values: aliases, tags, keys that are no texts, depth, two documents, other versions. */
export const fragments = [
  '&a [*a]',
  '&a {b: *a}',
  '*a',
  '*gone',
  '&a x',
  '!!binary aGk=',
  '!!set {a, b}',
  '!!timestamp 2001-01-01',
  '!x y',
  '!!str 5',
  '!!int "5"',
  '!!float 1',
  '<<: *a',
  '{<<: {a: b}}',
  '? [a]\n: b',
  '? {a: b}\n: c',
  '? &a [*a]\n: 1',
  '~',
  '- a',
  '---',
  '...',
  '%YAML 1.1',
  '%YAML 3.0',
  '%TAG ! x:',
  '|',
  '>-',
  "'",
  '"',
  '{',
  '}',
  '[',
  ']',
  '\t',
  '#',
  '\ufeff',
  '\u2028',
  '\0',
  '0x1F',
  '0o7',
  '1_000',
  '.inf',
  '.nan',
  '-0',
  'yes',
  HASH,
  KEY,
  '"\\uD800"',
  '"\\x00"',
  `"${'\\n'.repeat(3)}"`,
];
/** What somebody may do to a file by mistake. */
export const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  how: fc.constantFrom('remove a line', 'repeat a line', 'indent', 'swap', 'insert', 'cut', 'word'),
  with: fc.constantFrom(
    ...fragments,
    ...versions.keys(),
    ...curves.keys(),
    'deny',
    'nosniff',
    'true',
    'false',
    ' ',
    '\n',
    '""',
    'null',
    '0',
    '1s',
    'ca.pem',
  ),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

export function changed(text: string, { at, how, with: by }: Change): string {
  const lines = text.split('\n');
  const number = Math.min(Math.floor(at * lines.length), lines.length - 1);
  const line = lines[number] ?? '';
  const where = Math.floor(at * text.length);
  switch (how) {
    case 'remove a line':
      return lines.toSpliced(number, 1).join('\n');
    case 'repeat a line':
      return lines.toSpliced(number, 0, line).join('\n');
    case 'indent':
      return lines.with(number, ` ${line}`).join('\n');
    case 'swap':
      return lines
        .toSpliced(number, 1)
        .toSpliced(Math.floor(number / 2), 0, line)
        .join('\n');
    case 'insert':
      return text.slice(0, where) + by + text.slice(where);
    case 'cut':
      return text.slice(0, where);
    case 'word':
      return lines.with(number, line.replace(/(?<=[:-] ).*/, by)).join('\n');
  }
}
