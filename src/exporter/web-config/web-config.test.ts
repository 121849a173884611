import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWebConfig } from './web-config.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainvitals-web-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const file = join(folder, 'web.yml');
  writeFileSync(file, text);
  return file;
}

const HASH = `$2y$10$${'x'.repeat(53)}`;
const HEADERS =
  'Content-Security-Policy, X-Frame-Options, X-Content-Type-Options, X-XSS-Protection, Strict-Transport-Security';
const TLS =
  'cert, cert_file, key, key_file, client_ca, client_ca_file, client_auth_type, client_allowed_sans, min_version, max_version, cipher_suites, curve_preferences, prefer_server_cipher_suites';
const CLIENTS =
  'NoClientCert, RequestClientCert, RequireAnyClientCert, RequireClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert';

describe('a file is taken', () => {
  it.each<[string, string, object]>([
    ['that is empty', '', { tls: undefined, users: new Map(), headers: {}, rateLimit: undefined }],
    [
      'with empty parts',
      'tls_server_config:\nhttp_server_config: {}\nbasic_auth_users:\n',
      { tls: undefined },
    ],
    [
      'with users, of each kind of hash',
      `basic_auth_users:\n  alice: ${HASH}\n  "007": "${HASH.replace('$2y$10', '$2b$12')}"\n`,
      {
        users: new Map([
          ['alice', HASH],
          ['007', HASH.replace('$2y$10', '$2b$12')],
        ]),
      },
    ],
    [
      'with a user whose name is a number, as it is written',
      `basic_auth_users: { 007: ${HASH}, 0x1F: ${HASH} }`,
      {
        users: new Map([
          ['007', HASH],
          ['0x1F', HASH],
        ]),
      },
    ],
    [
      'with headers; an empty one is none',
      'http_server_config: { http2: false, headers: { X-Frame-Options: sameorigin, X-XSS-Protection: "0", Content-Security-Policy: "" } }',
      { headers: { 'X-Frame-Options': 'sameorigin', 'X-XSS-Protection': '0' } },
    ],
    [
      'with a limit',
      'rate_limit: { interval: 1m0.5s, burst: 20 }',
      { rateLimit: { interval: 60.5, burst: 20 } },
    ],
    [
      'with a limit of milliseconds',
      'rate_limit: { interval: 250ms, burst: 1 }',
      { rateLimit: { interval: 0.25 } },
    ],
    ['with a limit that is off', 'rate_limit: { interval: 0, burst: 20 }', { rateLimit: undefined }],
    ['with a limit that is 0 s', 'rate_limit: { interval: 0s }', { rateLimit: undefined }],
  ])('%s', async (_, text, config) => {
    expect(await readWebConfig(written(text))).toMatchObject(config);
  });
});

const SECRET = 'correct-horse';

describe('a file is refused in one line', () => {
  it.each<[string, string, string | RegExp]>([
    [
      'with an unknown part',
      'tls_config: {}',
      'unknown key "tls_config"; known are tls_server_config, http_server_config, basic_auth_users, rate_limit',
    ],
    [
      'with an unknown key of TLS',
      'tls_server_config: { cert_flie: a }',
      `unknown key "cert_flie" of "tls_server_config"; known are ${TLS}`,
    ],
    [
      'with an unknown key of HTTP',
      'http_server_config: { "a\\nb": 1 }',
      'unknown key "a\\nb" of "http_server_config"; known are http2, headers',
    ],
    [
      'with a header that may not be set',
      'http_server_config: { headers: { Server: me } }',
      `unknown key "Server" of "http_server_config.headers"; known are ${HEADERS}`,
    ],
    [
      'with another value of a header',
      'http_server_config: { headers: { X-Frame-Options: allow } }',
      '"http_server_config.headers.X-Frame-Options" must be deny or sameorigin, got "allow"',
    ],
    [
      'with nothing for a header of two values',
      'http_server_config: { headers: { X-Frame-Options: } }',
      '"http_server_config.headers.X-Frame-Options" must be deny or sameorigin, got none',
    ],
    [
      'with a header of two lines',
      'http_server_config: { headers: { X-XSS-Protection: "0\\r\\nSet-Cookie: a=b" } }',
      '"http_server_config.headers.X-XSS-Protection" must be one line of plain characters, got "0\\r\\nSet-Cookie: a=b"',
    ],
    [
      'with http2 as a text',
      'http_server_config: { http2: "on" }',
      '"http_server_config.http2" must be true or false, got "on"',
    ],
    [
      'with a list as a part',
      'tls_server_config: [a]',
      '"tls_server_config" must be a mapping, got a list of 1',
    ],
    ['that is a list', '- tls_server_config', 'expected a mapping, got something else'],
    [
      'with a password instead of its hash',
      `basic_auth_users: { alice: ${SECRET} }`,
      '"basic_auth_users.alice" must be a bcrypt hash, as htpasswd -nBC 10 makes one, got something else',
    ],
    [
      'with a number as a password',
      'basic_auth_users: { alice: 12345 }',
      '"basic_auth_users.alice" must be a bcrypt hash, as htpasswd -nBC 10 makes one, got something else',
    ],
    [
      'with a hash that takes hours',
      `basic_auth_users: { alice: ${HASH.replace('10', '31')} }`,
      '"basic_auth_users.alice" must be a bcrypt hash of cost 4 to 16, got cost 31',
    ],
    [
      'with a name that no client can send',
      `basic_auth_users: { "a:b": ${HASH} }`,
      '"basic_auth_users.a:b" must be a name without a colon, got one',
    ],
    [
      'with a name of two lines',
      'basic_auth_users: { "a\\nb": x }',
      '"basic_auth_users.a\\nb" must be a bcrypt hash, as htpasswd -nBC 10 makes one, got something else',
    ],
    [
      'with hash and name the wrong way round',
      `basic_auth_users: { ${HASH}: alice }`,
      '"basic_auth_users.…" must be a bcrypt hash, as htpasswd -nBC 10 makes one, got something else',
    ],
    [
      'with the text of a key as its file',
      `tls_server_config: { cert: x, key_file: "-----BEGIN PRIVATE KEY----- ${SECRET}" }`,
      '"tls_server_config.key_file" must be the path of a file, got a text that may be meant for key',
    ],
    [
      'with a list as a key',
      'rate_limit: { ? [interval] : 1s, burst: 1 }',
      'unknown key a list of 1 of "rate_limit"; known are interval, burst',
    ],
    [
      'with a key that contains itself',
      '? &a [*a]\n: 1',
      'unknown key a list of 1; known are tls_server_config, http_server_config, basic_auth_users, rate_limit',
    ],
    [
      'with a duration that no clock has',
      'rate_limit: { interval: 9999999999h, burst: 1 }',
      '"rate_limit.interval" must be a duration, such as 1s or 100ms, or 0, got "9999999999h"',
    ],
    ['with a control character', '# a\n# \u0001', 'expected YAML, got a control character in line 2'],
    [
      'with a list of users',
      `basic_auth_users: [${SECRET}]`,
      '"basic_auth_users" must be a mapping, got a list of 1',
    ],
    [
      'with a duration without a unit',
      'rate_limit: { interval: 5, burst: 1 }',
      '"rate_limit.interval" must be a duration, such as 1s or 100ms, or 0, got 5',
    ],
    [
      'with a duration of another unit',
      'rate_limit: { interval: 1d, burst: 1 }',
      '"rate_limit.interval" must be a duration, such as 1s or 100ms, or 0, got "1d"',
    ],
    [
      'with a limit that lets nobody in',
      'rate_limit: { interval: 1s }',
      '"rate_limit.burst" must be at least 1 where there is an interval, got 0',
    ],
    [
      'with half a burst',
      'rate_limit: { burst: 1.5 }',
      '"rate_limit.burst" must be a whole number from 0, got 1.5',
    ],
    [
      'with another policy',
      'tls_server_config: { client_auth_type: Require }',
      `"tls_server_config.client_auth_type" must be one of ${CLIENTS}, got "Require"`,
    ],
    [
      'with another version',
      'tls_server_config: { min_version: TLS14 }',
      '"tls_server_config.min_version" must be one of TLS13, TLS12, TLS11, TLS10, got "TLS14"',
    ],
    [
      'with versions the wrong way round',
      'tls_server_config: { min_version: TLS13, max_version: TLS12 }',
      '"tls_server_config.min_version" must be at most max_version, got TLSv1.3',
    ],
    [
      'with an invented curve',
      'tls_server_config: { curve_preferences: [X25519, Curve1] }',
      '"tls_server_config.curve_preferences[1]" must be one of CurveP256, CurveP384, CurveP521, X25519, got "Curve1"',
    ],
    [
      'with an invented cipher',
      'tls_server_config: { cipher_suites: [TLS_NULL] }',
      /^"tls_server_config\.cipher_suites\[0\]" must be one of TLS_AES_128_GCM_SHA256, .*, got "TLS_NULL"$/,
    ],
    [
      'with names that nobody verifies',
      'tls_server_config: { client_auth_type: RequireAnyClientCert, client_allowed_sans: [a] }',
      '"tls_server_config.client_allowed_sans" must be left out where client_auth_type is neither RequireAndVerifyClientCert nor VerifyClientCertIfGiven, got a list of 1',
    ],
    [
      'without a certificate',
      'tls_server_config: { key_file: a.key }',
      '"tls_server_config.cert_file" must be given, or cert, got none',
    ],
    [
      'with a certificate that is not there',
      'tls_server_config: { cert_file: gone.pem, key_file: a.key }',
      /^"tls_server_config\.cert_file" must be a file that can be read, got ".*gone\.pem" \(ENOENT\)$/,
    ],
    [
      'with a certificate twice',
      'tls_server_config: { cert: a, cert_file: b }',
      '"tls_server_config.cert_file" must be left out where cert is given, got "b"',
    ],
    [
      'with a certificate that is none',
      `tls_server_config: { cert: x, key: ${SECRET} }`,
      /^"tls_server_config\.cert" must be a certificate in PEM, got \S.*$/,
    ],
    [
      'with a key that is no text',
      'tls_server_config: { cert: x, key: 5 }',
      '"tls_server_config.key" must be a text, got something else',
    ],
    [
      'that is no YAML',
      `basic_auth_users:\n  alice: {${SECRET}\n`,
      'expected YAML, got BAD_INDENT in line 3',
    ],
    ['with a key twice', 'rate_limit: {}\nrate_limit: {}\n', 'expected YAML, got DUPLICATE_KEY in line 2'],
    [
      'with a tag',
      `basic_auth_users: { alice: !vault ${SECRET} }`,
      'expected YAML, got TAG_RESOLVE_FAILED in line 1',
    ],
    [
      'with a password that begins with an asterisk',
      `basic_auth_users: { alice: *${SECRET} }`,
      'expected YAML, got an alias of nothing, or of too much; put quotes around what is none',
    ],
    ['that is nested without end', '['.repeat(100), 'expected YAML, got what is nested too deep'],
    ['with items of items without end', '- '.repeat(100), 'expected YAML, got what is nested too deep'],
    [
      'with ever more indentation',
      Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'expected YAML, got what is nested too deep',
    ],
    [
      'that grows as it is read',
      `a: &a [x]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]`,
      /alias .* too much/,
    ],
    ['that is huge', `# ${'x'.repeat(1 << 18)}`, 'expected at most 262144 bytes, got 262146'],
  ])('%s', async (_, text, message) => {
    const file = written(text);
    const error = await readWebConfig(file).then(
      () => new Error('it was taken'),
      (thrown: Error) => thrown,
    );
    expect(error.message.startsWith(`${file}: `)).toBe(true);
    const line = error.message.slice(file.length + 2);
    if (typeof message === 'string') expect(line).toBe(message);
    else expect(line).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(error.message).not.toContain(SECRET);
  });

  it('of other bytes than UTF-8', async () => {
    const file = written('');
    writeFileSync(file, Buffer.from('# Z\xfcrich\n', 'latin1'));
    await expect(readWebConfig(file)).rejects.toThrow(`${file}: expected UTF-8, got other bytes`);
  });

  it('that is nested without end, again and again: the parser would end the process', async () => {
    const file = written('{'.repeat(3000));
    for (let look = 0; look < 3; look++) await expect(readWebConfig(file)).rejects.toThrow('nested too deep');
  });

  it('that is not there', async () => {
    await expect(readWebConfig('/gone/web.yml')).rejects.toThrow(
      '/gone/web.yml: expected a file that can be read, got ENOENT',
    );
  });
});
