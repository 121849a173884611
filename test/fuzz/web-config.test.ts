import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { tlsKeys } from '../../src/exporter/web-config/tls.js';
import { readWebConfig, type WebConfig } from '../../src/exporter/web-config/web-config.js';
import { figures } from '../figures.js';
import { scratchFolder } from '../stack/server.js';
import { requireTool, runTool } from '../tools.js';
import { issue, makeAuthority } from '../web/certificates.js';
import { BODY, change, changed, fragments, HASH, mapping, parts, scalar } from './web-config-files.js';

/** Inputs in CI; `RUNS` tries more, `SEED` the same ones again. */
const RUNS = Number(process.env.RUNS ?? 1000);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

/** Files that each promtool judges too. */
const COMPARED = Number(process.env.RUNS ?? 150);

const YAML_12 = /[\t\u2028%]|^\.\.\./m;

let folder: string;
let privateKey = '';
beforeAll(async () => {
  folder = await scratchFolder('fuzz-web-config');
  if (!requireTool('openssl')) return;
  issue(folder, makeAuthority(folder, 'ca'), 'server');
  privateKey = readFileSync(join(folder, 'server.key'), 'utf8').split('\n')[1] ?? '';
});

/** Reads it as a file: it is taken, or refused in one line that shows no secret; never anything else. */
async function read(bytes: string | Uint8Array): Promise<WebConfig | undefined> {
  const file = join(folder, 'web.yml');
  writeFileSync(file, bytes);
  try {
    return await readWebConfig(file);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message.startsWith(`${file}: `)).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there.
    expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\[object|undefined is not/);
    expect(message.length).toBeLessThan(1500);
    for (const secret of [HASH.slice(0, 25), BODY.slice(0, 20), privateKey.slice(0, 20)])
      if (secret !== '') expect(message).not.toContain(secret);
    return undefined;
  }
}

/** Tries inputs, and says how many were taken of how many. */
async function fuzz<T>(inputs: fc.Arbitrary<T>, text: (input: T) => string | Uint8Array, runs = RUNS) {
  const seen = { tried: 0, taken: 0 };
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      seen.tried++;
      if (await read(text(input))) seen.taken++;
    }),
    { numRuns: runs, ...SEED },
  );
  return seen;
}

test('any text and any bytes are refused in one line, or taken', async (context) => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }));
  const { tried } = await fuzz(bytes, (input) => input);
  figures(context, { 'inputs tried': tried });
});

test('any mapping near the known keys is refused in one line that shows no secret, or taken', async (context) => {
  const { tried, taken } = await fuzz(mapping, (input) => stringify(input));
  // Both happen, or the test would see one half of the reader.
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(tried);
  figures(context, { 'inputs tried': tried });
});

test('any pieces of YAML beside the known keys are refused in one line, or taken', async (context) => {
  const line = fc.tuple(
    fc.constantFrom('', ' ', '  ', '    '),
    fc.oneof(fc.constantFrom(...parts, ...tlsKeys, 'headers', 'alice'), fc.constantFrom(...fragments)),
    fc.constantFrom('', ': ', ':', ' : ', ', '),
    fc.oneof(fc.constantFrom(...fragments), scalar.map(String)),
  );
  const { tried } = await fuzz(fc.array(line, { maxLength: 8 }), (lines) =>
    lines.map((words) => words.join('')).join('\n'),
  );
  figures(context, { 'inputs tried': tried });
});

test.for<[string, string]>([
  ['brackets', 'basic_auth_users: '.concat('['.repeat(200_000))],
  ['braces', 'basic_auth_users: '.concat('{a: '.repeat(60_000))],
  ['braces and nothing else', '{'.repeat(3000)],
  ['indentations', Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  [
    'aliases',
    `a: &a [x]\n${Array.from({ length: 300 }, (_, at) => `b${at}: &b${at} [${'*a,'.repeat(9)}]`).join('\n')}`,
  ],
  ['keys', Array.from({ length: 20_000 }, (_, at) => `key${at}: 1`).join('\n')],
  [
    'users',
    `basic_auth_users:\n${Array.from({ length: 3500 }, (_, at) => `  user${at}: ${HASH}`).join('\n')}`,
  ],
  ['letters of a name', `basic_auth_users: { ${'x'.repeat(250_000)}: 1 }`],
  ['letters of a value', `tls_server_config: { min_version: ${'x'.repeat(250_000)} }`],
  ['quotes', '"'.repeat(250_000)],
  ['dashes', '- '.repeat(130_000)],
  ['question marks', '? '.repeat(100_000)],
  ['anchors', '&a '.repeat(85_000)],
  ['line ends', '\n'.repeat(260_000)],
])('as many %s as there may be are refused or taken', async ([, text], context) => {
  // A file that is wrong is looked at again each second: the parser ended the process when it met braces again.
  for (let look = 0; look < 2; look++) await read(text);
  figures(context, { 'inputs tried': 2 });
});

/** Whole files that are right; those of an older promtool know neither names of clients nor a limit. */
const TLS =
  'tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n  min_version: TLS12\n  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]\n  curve_preferences:\n    - X25519\n    - CurveP256\n';
const REST = `http_server_config:\n  http2: true\n  headers:\n    X-Frame-Options: deny\n    Strict-Transport-Security: "max-age=31536000" # a year\nbasic_auth_users:\n  alice: ${HASH}\n  "007": '${HASH}'\n`;
const LATER =
  '  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n  client_allowed_sans: [a, b]\n';
const LIMIT = 'rate_limit:\n  interval: 1m0.5s\n  burst: 20\n';

describe.runIf(requireTool('openssl'))('a file with mistakes in it', () => {
  test.runIf(requireTool('promtool')).for([
    ['promtool', [TLS + REST, REST, TLS]],
    ['promtool3', [TLS + LATER + REST + LIMIT, REST + LIMIT, TLS + LATER]],
  ] as const)(
    'is refused in one line that shows no secret, or taken by %s as well',
    async ([tool, files], context) => {
      if (!requireTool(tool)) return context.skip();
      const taken = new Set<string>();
      let tried = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 2 })),
          async ([file, changes]) => {
            const text = changes.reduce(changed, file);
            tried++;
            const isTaken = (await read(text)) !== undefined;
            // YAML 1.2 has what 1.1, which Go reads, has not: tabs between words, other ends of lines, an end of nothing.
            if (!isTaken || taken.size >= COMPARED || taken.has(text) || YAML_12.test(text)) return;
            taken.add(text);
            const { status, output } = runTool(tool, ['check', 'web-config', join(folder, 'web.yml')]);
            expect(status, `${text}\n${output}`).toBe(0);
          },
        ),
        { numRuns: RUNS, ...SEED },
      );
      // Some mistakes are none.
      expect(taken.size).toBeGreaterThan(tried / 100);
      figures(context, { 'inputs tried': tried, 'compared with promtool': taken.size });
    },
  );
});
