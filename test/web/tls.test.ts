import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { readWebConfig } from '../../src/exporter/web-config/web-config.js';
import { scratchFolder } from '../stack/server.js';
import { until } from '../stack/until.js';
import { requireTool } from '../tools.js';
import { type Certificate, issue, makeAuthority } from './certificates.js';
import { type Asking, ask } from './client.js';
import { connected } from './raw.js';
import { nothing, served, webConfig } from './served.js';

describe.runIf(requireTool('openssl'))('a server with TLS', () => {
  let folder: string;
  let ca: string;
  const clients: Record<string, Certificate | undefined> = { none: undefined };
  beforeAll(async () => {
    folder = await scratchFolder('tls');
    const authority = makeAuthority(folder, 'ca');
    ca = authority.cert;
    issue(folder, authority, 'server');
    clients.good = issue(folder, authority, 'good', {
      names: 'DNS:prometheus.example,URI:spiffe://lab/prometheus',
    });
    clients.expired = issue(folder, authority, 'expired', { days: 0 });
    clients.foreign = issue(folder, makeAuthority(folder, 'other-ca'), 'foreign', {
      names: 'DNS:prometheus.example',
    });
    const { validTo } = new X509Certificate(readFileSync(clients.expired.cert));
    await until('it to expire', () => Date.parse(validTo) < Date.now() - 1000);
  });

  /** A configuration with more keys of `tls_server_config`. */
  const secured = (more = '') =>
    webConfig(folder, `tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n${more}`);
  const statusOf = (url: string, asking: Asking) =>
    ask(url, '/metrics', { ca, ...asking }).then(
      ({ status }) => status,
      () => 'turned away',
    );

  const everybody = ['none', 'good', 'expired', 'foreign'];
  test.each([
    { policy: 'NoClientCert', welcome: everybody },
    { policy: 'RequestClientCert', welcome: everybody },
    { policy: 'RequireAnyClientCert', welcome: ['good', 'expired', 'foreign'] },
    { policy: 'VerifyClientCertIfGiven', welcome: ['none', 'good'] },
    { policy: 'RequireAndVerifyClientCert', welcome: ['good'] },
  ])('$policy lets in $welcome', async ({ policy, welcome }) => {
    const authority = policy === 'NoClientCert' ? '' : '  client_ca_file: ca.pem\n';
    const { url } = await served(nothing, secured(`  client_auth_type: ${policy}\n${authority}`));
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const found: string[] = [];
      for (const name of everybody)
        if ((await statusOf(url, { certificate: clients[name], maxVersion })) === 200) found.push(name);
      expect(found, maxVersion).toEqual(welcome);
    }
  });

  test.each([
    { names: '[prometheus.example]', good: 200 },
    { names: '["spiffe://lab/prometheus"]', good: 200 },
    { names: '[other.example, "spiffe://lab/prometheus"]', good: 200 },
    { names: '[good, prometheus]', good: 'turned away' },
    { names: '["*.example"]', good: 'turned away' },
    { names: '[]', good: 'turned away' },
  ])("of the names $names one must be the client's: $good", async ({ names, good }) => {
    const more = `  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n  client_allowed_sans: ${names}\n`;
    const { url } = await served(nothing, secured(more));
    expect(await statusOf(url, { certificate: clients.good })).toBe(good);
    // It has the name, and nobody who is trusted says so.
    expect(await statusOf(url, { certificate: clients.foreign })).toBe('turned away');
  });

  test('keeps to versions, ciphers and curves, by their names in Go', async () => {
    const old = await served(nothing, secured('  max_version: TLS12\n'));
    expect((await ask(old.url, '/', { ca })).protocol).toBe('TLSv1.2');
    const modern = await served(nothing, secured('  min_version: TLS13\n'));
    expect((await ask(modern.url, '/', { ca })).protocol).toBe('TLSv1.3');
    expect(await statusOf(modern.url, { maxVersion: 'TLSv1.2' })).toBe('turned away');
    const [, first = '', second = ''] = [
      '',
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-AES128-GCM-SHA256',
    ];
    const suites = 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
    const picky = (more: string) =>
      served(nothing, secured(`  max_version: TLS12\n  cipher_suites: [${suites}]\n${more}`));
    const wanted = { ca, ciphers: `${second}:${first}` };
    expect((await ask((await picky('')).url, '/', wanted)).cipher).toBe(first);
    const mild = await picky('  prefer_server_cipher_suites: false\n  curve_preferences: [CurveP384]\n');
    expect((await ask(mild.url, '/', wanted)).cipher).toBe(second);
    expect(await statusOf(mild.url, { ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' })).toBe('turned away');
    // With P-256 too, on which the certificate is.
    expect(await statusOf(mild.url, { ecdhCurve: 'P-256' })).toBe('turned away');
    expect(await statusOf(mild.url, { ecdhCurve: 'P-384:P-256' })).toBe(200);
  });

  test('takes certificates from the file itself', async () => {
    const inline = (name: string) =>
      `|\n${readFileSync(`${folder}/${name}`, 'utf8').replaceAll(/^/gm, '    ')}`;
    const file = webConfig(
      folder,
      `tls_server_config:\n  cert: ${inline('server.pem')}\n  key: ${inline('server.key')}\n  client_ca: ${inline('ca.pem')}\n  client_auth_type: RequireAndVerifyClientCert\n`,
    );
    const { url } = await served(nothing, file);
    expect(await statusOf(url, { certificate: clients.good })).toBe(200);
    expect(await statusOf(url, { certificate: clients.foreign })).toBe('turned away');
  });

  test.each([
    [
      '  key_file: good.key',
      /"tls_server_config\.key_file" must be the private key of the certificate, got that of another$/,
    ],
    [
      '  key_file: server.pem',
      /"tls_server_config\.key_file" must be a private key in PEM without a passphrase, got \S[^\n]*$/,
    ],
    [
      '  key_file: server.key\n  client_ca_file: ca.pem',
      /"tls_server_config\.client_ca_file" must be left out where client_auth_type asks for no certificate, got one$/,
    ],
    [
      '  key_file: server.key\n  client_auth_type: RequireAndVerifyClientCert',
      /"tls_server_config\.client_ca_file" must be given where client_auth_type verifies certificates, or client_ca, got none$/,
    ],
    [
      '  key_file: server.key\n  client_auth_type: RequireAnyClientCert\n  client_ca_file: server.key',
      /"tls_server_config\.client_ca_file" must be a certificate in PEM, got \S[^\n]*$/,
    ],
  ])('is refused in one line: %s', async (more, message) => {
    const file = webConfig(folder, `tls_server_config:\n  cert_file: server.pem\n${more}\n`);
    const error = await readWebConfig(file).then(String, (thrown: Error) => thrown.message);
    expect(error).toMatch(message);
    expect(error).not.toMatch(/BEGIN|PRIVATE KEY/);
  });

  test('sends headers, and hangs up on those who speak plain HTTP', async () => {
    const file = secured();
    const { url } = await served(nothing, file);
    const { headers } = await ask(url, '/metrics', { ca });
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = createConnection(Number(new URL(url).port), '127.0.0.1', () =>
        socket.write('GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n'),
      );
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('close', () => resolve(text)).on('error', () => {});
    });
    expect(answer).not.toContain('up 1');
  });

  test('does not wait for those who do not shake hands, and answers others meanwhile', async () => {
    const { url } = await served(nothing, secured());
    const silent = await connected(url);
    const half = await connected(url, Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
    expect(await statusOf(url, {})).toBe(200);
    expect([await silent.closed, await half.closed]).toEqual(['', '']);
    expect(await statusOf(url, {})).toBe(200);
  });

  test('takes another certificate and another policy, and none of the sessions of before', async () => {
    const { url, web } = await served(nothing, secured());
    const before = await ask(url, '/', { ca });
    expect(await statusOf(url, {})).toBe(200);
    issue(folder, { cert: `${folder}/ca.pem`, key: `${folder}/ca.key` }, 'server');
    web.apply(
      await readWebConfig(
        secured('  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n'),
      ),
    );
    expect(await statusOf(url, {})).toBe('turned away');
    const after = await ask(url, '/', { ca, certificate: clients.good });
    expect(after.serial).not.toBe(before.serial);
    web.apply(await readWebConfig(secured()));
    expect(await statusOf(url, {})).toBe(200);
    const open = webConfig(folder, 'rate_limit: {}');
    await expect(async () => web.apply(await readWebConfig(open))).rejects.toThrow(
      '"tls_server_config" cannot be removed without a restart',
    );
    expect(await statusOf(url, {})).toBe(200);
  });
});
