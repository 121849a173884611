import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { clientAuths } from '../../src/exporter/web-config/client-auth.js';
import { cipherSuites, curves, versions } from '../../src/exporter/web-config/go-names.js';
import { readWebConfig } from '../../src/exporter/web-config/web-config.js';
import { startPrometheus } from '../stack/prometheus.js';
import { freePort, scratchFolder } from '../stack/server.js';
import { until } from '../stack/until.js';
import { requireTool, runTool } from '../tools.js';
import { type Certificate, issue, makeAuthority } from './certificates.js';
import { ask } from './client.js';
import { watchedLoop } from './watched-loop.js';

const PASSWORD = 'correct horse: battery "staple" ü';
const HASH = hashSync(PASSWORD, 5);

/** A run behind a lock, and those who have a key or not. */
describe.runIf(requireTool('openssl') && requireTool('prometheus') && requireTool('promtool'))(
  'a run with a web configuration',
  () => {
    let folder: string;
    let authority: Certificate;
    let client: Certificate;
    beforeAll(async () => {
      folder = await scratchFolder('web-config');
      authority = makeAuthority(folder, 'ca');
      issue(folder, authority, 'server');
      client = issue(folder, authority, 'prometheus', { names: 'DNS:prometheus.example' });
    });

    const LOCKED = `
tls_server_config:
  cert_file: server.pem
  key_file: server.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ca.pem
  client_allowed_sans: [prometheus.example]
http_server_config:
  http2: true
  headers:
    Strict-Transport-Security: max-age=31536000
basic_auth_users:
  prometheus: ${HASH}
rate_limit:
  interval: 1ms
  burst: 1000
`;
    let files = 0;
    const written = (text: string) => {
      const file = join(folder, `web-${++files}.yml`);
      writeFileSync(file, text);
      return file;
    };
    /** The scrape configuration that fits. */
    const scrape = (name: string, url: string, password = PASSWORD) => ({
      job_name: name,
      scheme: 'https',
      tls_config: { ca_file: authority.cert, cert_file: client.cert, key_file: client.key },
      basic_auth: { username: 'prometheus', password },
      static_configs: [{ targets: [new URL(url).host] }],
    });
    let warnings: string[];
    beforeEach(() => {
      warnings = [];
      const spy = vi.spyOn(console, 'warn').mockImplementation((text) => {
        // TensorFlow.js has something to say as well.
        if (String(text).startsWith('trainvitals')) warnings.push(String(text));
      });
      onTestFinished(() => spy.mockRestore());
    });
    const asking = () => ({ ca: authority.cert, certificate: client, auth: `prometheus:${PASSWORD}` });

    test('is scraped by a Prometheus with the matching configuration, and by no other', async () => {
      const { vitals } = await watchedLoop({ run: 'locked', webConfig: written(LOCKED) });
      expect(vitals.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
      const { tls_config, ...stranger } = scrape('stranger', vitals.url);
      const prometheus = await startPrometheus({
        scrapeConfigs: [
          scrape('right', vitals.url),
          scrape('wrong', vitals.url, 'guess'),
          { ...stranger, tls_config: { ca_file: tls_config.ca_file } },
          { ...scrape('plain', vitals.url), scheme: 'http', tls_config: {} },
        ],
      });
      onTestFinished(prometheus.stop);
      const up = async () =>
        Object.fromEntries((await prometheus.query('up')).map(({ labels, value }) => [labels.job, value]));
      const wanted = { right: 1, wrong: 0, stranger: 0, plain: 0 };
      await prometheus.waitFor('all of them', async () => {
        const found = await up();
        return Object.keys(found).length === 4 && found.right === 1;
      });
      expect(await up()).toEqual(wanted);
      expect(await prometheus.query('training_steps_total{run="locked"}')).toHaveLength(1);
      const errors = (await prometheus.targets()).map(({ lastError }) => lastError).filter(Boolean);
      expect(errors.join('\n')).toMatch(/401/);
      expect(warnings).toEqual([]);
    });

    describe.each<{ tool: 'promtool' | 'promtool3'; older: RegExp }>([
      // Prometheus 2.42 knows neither names of clients nor a limit.
      { tool: 'promtool', older: /\n {2}client_allowed_sans: .*|\nrate_limit:\n.*\n.*/g },
      { tool: 'promtool3', older: /(?!)/g },
    ])('and the reference implementation, $tool', ({ tool, older }) => {
      const TLS = 'tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n';
      const locked = LOCKED.replaceAll(older, '');
      test.runIf(requireTool(tool)).each<[string, boolean]>([
        [locked, true],
        ['', true],
        [`${TLS}  cipher_suites: [${[...cipherSuites.keys()].join(', ')}]\n`, true],
        [`${TLS}  curve_preferences: [${[...curves.keys()].join(', ')}]\n`, true],
        ...[...versions.keys()].map((name): [string, boolean] => [`${TLS}  min_version: ${name}\n`, true]),
        ...[...clientAuths.keys()].map((name): [string, boolean] => {
          const isAsked = name !== 'NoClientCert';
          return [`${TLS}  client_auth_type: ${name}\n${isAsked ? '  client_ca_file: ca.pem\n' : ''}`, true];
        }),
        [`${TLS}  bogus: 1\n`, false],
        [`${TLS}  cipher_suites: [TLS_NULL]\n`, false],
        [`${TLS}  curve_preferences: [Curve1]\n`, false],
        [`${TLS}  min_version: TLS14\n`, false],
        [`${TLS}  client_auth_type: Any\n`, false],
        [`${TLS}  client_ca_file: ca.pem\n`, false],
        [TLS.replace('server.key', 'ca.key'), false],
        [TLS.replace(/ {2}key_file.*\n/, ''), false],
        ['http_server_config: { headers: { Server: me } }', false],
        ['http_server_config: { headers: { X-Frame-Options: allow } }', false],
        ['basic_auth_users: { alice: secret }', false],
        ['- a', false],
      ])('agree on %j: %j', async (text, isTaken) => {
        const file = written(text);
        expect(runTool(tool, ['check', 'web-config', file]).status === 0).toBe(isTaken);
        const taken = await readWebConfig(file).then(
          () => true,
          () => false,
        );
        expect(taken).toBe(isTaken);
      });
    });

    test('goes on while somebody guesses, and is scraped', async () => {
      const file = written(`basic_auth_users: { alice: ${hashSync('right', 10)} }`);
      const { vitals, step } = await watchedLoop({ webConfig: file });
      const asked = (auth: string) => ask(vitals.url, '/metrics', { auth });
      const scraped = async () =>
        /^training_steps_total.* (\d+)$/m.exec((await asked('alice:right')).body)?.[1];
      expect(await scraped()).toBe('1');
      let isOver = false;
      const statuses = new Set<number | undefined>();
      const guess = async (name: string) => {
        for (let number = 0; !isOver; number++) statuses.add((await asked(`${name}:${number}`)).status);
      };
      const guessers = Array.from({ length: 20 }, (_, index) => guess(index % 2 ? 'alice' : `eve ${index}`));
      await until('guesses that are compared and that are not', () => statuses.size === 2);
      for (const count of ['2', '3', '4']) {
        await step();
        expect(await scraped()).toBe(count);
      }
      isOver = true;
      await Promise.all(guessers);
      expect(statuses).toEqual(new Set([401, 503]));
    });

    test('takes another certificate and another password while it runs; a wrong file changes nothing', async () => {
      const own = await scratchFolder('rotation');
      const ca = makeAuthority(own, 'ca');
      issue(own, ca, 'server');
      const file = join(own, 'web.yml');
      const locked = (password: string) =>
        `tls_server_config: { cert_file: server.pem, key_file: server.key }\nbasic_auth_users: { alice: ${hashSync(password, 5)} }\n`;
      writeFileSync(file, locked('old'));
      const { vitals, step } = await watchedLoop({ webConfig: file });
      const errors: string[] = [];
      vitals.on('run', ({ error }) => error !== undefined && errors.push(error));
      const as = (password: string) =>
        ask(vitals.url, '/metrics', { ca: ca.cert, auth: `alice:${password}` });
      const statusOf = async (password: string) => (await as(password)).status;
      expect([await statusOf('old'), await statusOf('new')]).toEqual([200, 401]);

      writeFileSync(file, locked('new'));
      await until('the new password', async () => (await statusOf('new')) === 200);
      expect(await statusOf('old')).toBe(401);

      const { serial } = await as('new');
      issue(own, ca, 'server');
      await until('the new certificate', async () => (await as('new')).serial !== serial);
      expect(errors).toEqual([]);

      writeFileSync(file, `${locked('other')}bogus: 1\n`);
      await until('it to be told', () => errors.length > 0);
      expect(errors).toEqual([
        `exporter: ${file}: unknown key "bogus"; known are tls_server_config, http_server_config, basic_auth_users, rate_limit; what was there before holds on`,
      ]);
      expect(await statusOf('new')).toBe(200);
      await step();
      expect((await as('new')).body).toMatch(/^training_agent_errors_total\{.*stage="exporter".*\} 1$/m);

      // What is right again is taken, and what is wrong in another way is told again.
      writeFileSync(file, locked('right'));
      await until('the right one', async () => (await statusOf('right')) === 200);
      writeFileSync(file, 'basic_auth_users: {}\n');
      await until('it to be told as well', () => warnings.some((text) => text.includes('without a restart')));
      expect(await statusOf('right')).toBe(200);
      expect(await statusOf('new')).toBe(401);
    });

    test('a live page is let in again after a change, or is not', async () => {
      const file = written(`basic_auth_users: { alice: ${hashSync('old', 4)} }\n`);
      const { vitals } = await watchedLoop({ webConfig: file });
      const open = (password: string) =>
        fetch(`${vitals.url}/api/live`, {
          headers: { Authorization: `Basic ${Buffer.from(`alice:${password}`).toString('base64')}` },
        });
      const stream = await open('old');
      const ended = stream.text();
      writeFileSync(file, `basic_auth_users: { alice: ${hashSync('new', 4)} }\n`);
      expect(await ended).toContain('event: update');
      expect((await open('old')).status).toBe(401);
      const again = await open('new');
      expect(again.status).toBe(200);
      await again.body?.cancel();
    });

    test('registers as one of HTTPS, and is found', async () => {
      const registered = join(folder, 'registered');
      mkdirSync(registered);
      await watchedLoop({ run: 'registered', webConfig: written(LOCKED), register: registered });
      const { static_configs: _, scheme: __, ...found } = scrape('found', 'http://none');
      const files = [join(registered, 'trainvitals-*.json')];
      const prometheus = await startPrometheus({
        scrapeConfigs: [{ ...found, file_sd_configs: [{ files, refresh_interval: '1s' }] }],
      });
      onTestFinished(prometheus.stop);
      await prometheus.waitFor('the run', async () =>
        (await prometheus.query('training_steps_total{run="registered"}')).at(0),
      );
      const { run } = await import('../../dist/cli/targets.js');
      for (const name of readdirSync(registered)) utimesSync(join(registered, name), 0, 0);
      expect(await run([registered, '--sweep', '60'])).toBe(0);
      expect(readdirSync(registered)).toHaveLength(1);
    });

    test('warns of passwords without TLS, once', async () => {
      const file = written(`basic_auth_users: { prometheus: ${HASH} }`);
      const port = await freePort();
      const { vitals } = await watchedLoop({ webConfig: file, port });
      await watchedLoop({ webConfig: file, port });
      expect(warnings).toEqual([
        `trainvitals: web config ${file}: "basic_auth_users" without "tls_server_config": passwords are sent in plain text, for anybody on the way to read`,
      ]);
      for (const [path, status] of [
        ['/', 401],
        ['/metrics', 401],
        ['/-/healthy', 401],
        ['/api/live', 401],
        ['/gone', 401],
      ] as const)
        expect((await ask(vitals.url, path)).status, path).toBe(status);
      expect((await ask(vitals.url, '/')).headers['www-authenticate']).toBe(
        'Basic realm="trainvitals", charset="UTF-8"',
      );
      expect((await ask(vitals.url, '/', { auth: `prometheus:${PASSWORD}` })).status).toBe(200);
    });

    test('shares a port only with runs of the same file', async () => {
      const [file, other] = [written('rate_limit: {}'), written('rate_limit: {}')];
      const port = await freePort();
      await watchedLoop({ webConfig: file, port });
      await watchedLoop({ webConfig: join(folder, '.', file.slice(folder.length + 1)), port });
      const place = `watch(): option "webConfig" must be that of the other runs on 127.0.0.1:${port} (${file})`;
      await expect(watchedLoop({ webConfig: other, port })).rejects.toThrow(
        `${place}, got ${other}; or pass another \`port\``,
      );
      await expect(watchedLoop({ port })).rejects.toThrow(`${place}, got none; or pass another \`port\``);
    });

    test('is refused where its file is wrong, and leaves nothing behind', async () => {
      const file = written('basic_auth_user: { a: b }');
      const port = await freePort();
      await expect(watchedLoop({ webConfig: file, port })).rejects.toMatchObject({
        code: 'OPTION',
        message: `watch(): option "webConfig": ${file}: unknown key "basic_auth_user"; known are tls_server_config, http_server_config, basic_auth_users, rate_limit`,
      });
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
      // The port is free for one that is right.
      await watchedLoop({ webConfig: written(''), port });
    });

    test('keeps to a rate', async () => {
      const { vitals } = await watchedLoop({ webConfig: written('rate_limit: { interval: 1h, burst: 3 }') });
      const statuses = [];
      for (let request = 0; request < 5; request++) statuses.push((await ask(vitals.url, '/metrics')).status);
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect(Number((await ask(vitals.url, '/')).headers['retry-after'])).toBeGreaterThan(3000);
    });

    test('sends the headers that are asked for, in place of its own', async () => {
      const { vitals } = await watchedLoop({
        webConfig: written(
          `http_server_config: { headers: { X-Frame-Options: sameorigin, Content-Security-Policy: "frame-ancestors 'self'" } }`,
        ),
      });
      for (const path of ['/', '/metrics', '/gone'])
        expect((await ask(vitals.url, path)).headers).toMatchObject({
          'x-frame-options': 'sameorigin',
          'content-security-policy': "frame-ancestors 'self'",
          'x-content-type-options': 'nosniff',
        });
    });

    test('tells nobody a secret', async () => {
      const said: string[] = [];
      for (const stream of [process.stdout, process.stderr]) {
        const spy = vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
        onTestFinished(() => spy.mockRestore());
      }
      const [file, record] = [written(LOCKED), join(folder, 'run.rec')];
      const { vitals, step } = await watchedLoop({ run: 'silent', webConfig: file, record });
      const errors: string[] = [];
      vitals.on('run', ({ error }) => error !== undefined && errors.push(error));
      const seen = await Promise.all(
        ['/', '/metrics', '/api/runs', '/api/run', '/-/ready', '/-/healthy', '/gone'].map((path) =>
          ask(vitals.url, path, asking()),
        ),
      );
      expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 404]);
      const refused = await ask(vitals.url, '/', { ...asking(), auth: 'prometheus:guess-nobody' });
      writeFileSync(file, LOCKED.replace(HASH, 'plain-password').replace('server.key', 'prometheus.key'));
      await until('it to be told', () => errors.length > 0);
      await step();
      await vitals.close();
      const all = [...seen, refused].map(({ headers, body }) => JSON.stringify(headers) + body);
      all.push(...said, ...warnings, ...errors, readFileSync(record, 'latin1'));
      const key = readFileSync(join(folder, 'server.key'), 'utf8').split('\n')[1] ?? '';
      const secrets = [
        PASSWORD,
        HASH,
        'plain-password',
        'guess-nobody',
        Buffer.from(`prometheus:${PASSWORD}`).toString('base64'),
        key,
      ];
      for (const secret of secrets) expect(all.filter((text) => text.includes(secret))).toEqual([]);
    });
  },
);
