import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PreflightReport } from 'trainvitals';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the repository, so that the modules find tfjs. */
const folder = mkdtempSync(join(root, '.cache-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `trainvitals check` as a job's script runs it. */
async function check(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'check', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    text.out += data;
  });
  child.stderr.on('data', (data) => {
    text.err += data;
  });
  const [code] = await once(child, 'close');
  return { code: code as number | null, ...text };
}

function module(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, `import * as tf from '@tensorflow/tfjs';\n${content}`);
  return file;
}

/** A small classifier; `more` goes into its first layer. */
const classifier = (more = '', after = '') => `
  await tf.setBackend('cpu');
  const model = tf.sequential({ name: 'small', layers: [
    tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', inputShape: [4], ${more} }),
    tf.layers.dense({ name: 'classes', units: 3, activation: 'softmax' }),
  ] });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
  const xs = tf.randomNormal([90, 4], 0, 1, 'float32', 1);
  const ys = tf.oneHot(xs.slice([0, 0], [90, 3]).argMax(-1), 3).toFloat();
  ${after}`;

describe('trainvitals check', () => {
  test('passes a healthy network, and leaves the report and the page where they are wanted', async () => {
    const file = module(
      'healthy.mjs',
      `export default async () => {${classifier()} return { model, xs, ys, classes: ['a', 'b', 'c'] }; };`,
    );
    const { code, out, err } = await check([file, '--html', 'page.html', '--json', 'report.json']);
    expect(`${code} ${err}${out}`).toMatch(/^0 .*Preflight passed: \d of 9 checks/s);
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as PreflightReport;
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ id }) => id)).toEqual([
      'names',
      'inputs',
      'labels',
      'wiring',
      'initialization',
      'regularization',
      'overfit-small-batch',
      'learning-rate-search',
      'gradient-check',
    ]);
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toMatch(/^<!doctype html>.*Preflight passed/is);
  });

  test('ends with 1 where a check failed, unless the gate lets it through', async () => {
    const file = module(
      'sick.mjs',
      `${classifier("kernelInitializer: 'zeros'")} export default { model, xs, ys, checks: { 'gradient-check': false } };`,
    );
    const failed = await check([file, '--json', 'sick.json']);
    expect(failed.code, failed.err).toBe(1);
    expect(failed.out).toMatch(/FAIL warning +initialization/);
    expect(failed.out).not.toMatch(/gradient-check/);
    // What failed is told all the same.
    expect(existsSync(join(folder, 'sick.json'))).toBe(true);
    const passed = await check([file, '--gate', 'critical', '--only', 'names,initialization']);
    expect(passed.code, passed.err).toBe(0);
  });

  test('a gate of the module moves its own, and no report is lost for it', async () => {
    const gated = (gate: string) =>
      module(
        `gated-${gate}.mjs`,
        `${classifier("kernelInitializer: 'zeros'")} export default { model, xs, ys, gate: '${gate}' };`,
      );
    const only = ['--only', 'names,initialization'];
    const { code, err } = await check([gated('warning'), ...only, '--json', 'gated.json']);
    expect(code, err).toBe(1);
    expect(existsSync(join(folder, 'gated.json'))).toBe(true);
    expect((await check([gated('critical'), ...only])).code).toBe(0);
    expect((await check([gated('critical'), ...only, '--gate', 'warning'])).code).toBe(1);
    expect(await check([gated('high'), ...only])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/option "gate" must be one of critical, warning, info, got "high"/),
    });
  });

  test.each([
    {
      what: 'a promise',
      file: () =>
        module('promise.mjs', `export default (async () => {${classifier()} return { model, xs, ys }; })();`),
    },
    {
      what: 'CommonJS that was compiled from an ES module',
      file: () => {
        const file = join(folder, 'compiled.cjs');
        const body = `const tf = require('@tensorflow/tfjs'); ${classifier()} return { model, xs, ys };`;
        writeFileSync(
          file,
          `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = async () => {${body}};`,
        );
        return file;
      },
    },
    {
      what: 'a module that holds the process open',
      file: () =>
        module('open.mjs', `${classifier()} setInterval(() => {}, 1000); export default { model, xs, ys };`),
    },
  ])('checks what $what exports, and ends', async ({ file }) => {
    const { code, out, err } = await check([file(), '--only', 'names']);
    expect(code, err).toBe(0);
    expect(out).toMatch(/Preflight passed: 1 of 1 check/);
  });

  test('a matter of taste fails at the gate of matters of taste alone', async () => {
    const file = module('unnamed.mjs', `${classifier('name: undefined')} export default { model, xs, ys };`);
    expect((await check([file, '--only', 'names'])).code).toBe(0);
    expect((await check([file, '--only', 'names', '--gate', 'info'])).code).toBe(1);
  });

  test('lists the faults of the demo, and checks one', async () => {
    const { out } = await check(['--fault', 'list']);
    expect(out).toMatch(/^dead-relu /m);
    const { code, out: table } = await check(['--fault', 'dead-relu', '--only', 'initialization']);
    expect(code).toBe(1);
    expect(table.replaceAll(/\s+/g, ' ')).toMatch(/of the units of layer hidden fire for no example/);
  });

  test.each([
    {
      what: 'a file that is not there',
      args: () => ['nothing.mjs'],
      says: /nothing\.mjs cannot be checked: there is no such file/,
    },
    {
      what: 'a module without a default export',
      args: () => [module('empty.mjs', 'export const x = 1;')],
      says: /it has no default export; export default \{ model, xs, ys \}/,
    },
    {
      what: 'a default export of another kind',
      args: () => [module('other.mjs', 'export default 7;')],
      says: /its default export must be \{ model, xs, ys \}/,
    },
    {
      what: 'a module that throws',
      args: () => [module('throws.mjs', "throw new Error('no data here');")],
      says: /throws\.mjs cannot be checked: no data here/,
    },
    {
      what: 'a function that throws',
      args: () => [module('fails.mjs', "export default () => { throw new Error('no disk'); };")],
      says: /its default export failed: no disk/,
    },
    {
      what: 'a model that is not compiled',
      args: () => [
        module(
          'raw.mjs',
          `${classifier('', 'const raw = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });')} export default { model: raw, xs, ys };`,
        ),
      ],
      says: /model ".*" is not compiled; call preflight\(\) after compile\(\)/,
    },
    {
      what: 'an unknown check',
      args: () => ['--only', 'luck'],
      says: /unknown check "luck"; known are names, inputs/,
    },
    {
      what: 'both only and skip',
      args: () => ['--only', 'names', '--skip', 'labels'],
      says: /--only and --skip say the same/,
    },
    {
      what: 'an unknown gate',
      args: () => ['--gate', 'high'],
      says: /--gate must be one of critical, warning, info, got "high"/,
    },
    {
      what: 'an unknown fault',
      args: () => ['--fault', 'bad-luck'],
      says: /--fault must be list or one of .*, got "bad-luck"/,
    },
    {
      what: 'a fault beside a file',
      args: () => ['a.mjs', '--fault', 'dead-relu'],
      says: /--fault and --backend are for the demo/,
    },
    { what: 'two files', args: () => ['a.mjs', 'b.mjs'], says: /expected one file, got 2: a\.mjs, b\.mjs/ },
    { what: 'an unknown flag', args: () => ['--fast'], says: /Unknown option '--fast'/ },
    {
      what: 'a page in a folder that is not there',
      args: () => ['--html', 'no/such/folder.html', '--only', 'names'],
      says: /option "html" must be a file in a folder that there is/,
    },
    {
      what: 'a page that is a folder',
      args: () => ['--html', '.', '--only', 'names'],
      says: /option "html" must be a file in a folder that there is, got "\."/,
    },
    {
      what: 'a report in a folder that is not there, before anything is computed',
      args: () => ['--json', 'no/such/folder.json'],
      says: /--json must be a file in a folder that there is, got "no\/such\/folder\.json"/,
    },
    {
      what: 'a model whose name has lines and colours',
      args: () => [
        module(
          'coloured.mjs',
          `${classifier()} export default { xs, ys, model: tf.sequential({ name: 'a\\n\\u001b[31mb', layers: [tf.layers.dense({ units: 3, inputShape: [4] })] }) };`,
        ),
      ],
      says: /model "a\\n\\x1b\[31mb" is not compiled/,
    },
  ])('refuses $what in one line', async ({ args, says }) => {
    const { code, out, err } = await check(args());
    expect(code, out).toBe(2);
    expect(err).toMatch(says);
    expect(
      err
        .trim()
        .split('\n')
        .filter((line) => !/^=|^Hi,|^$/.test(line)),
    ).toHaveLength(1);
  });

  test('watch() takes the report from the environment: a run that starts all the same says so', async () => {
    const file = module(
      'started.mjs',
      `${classifier("kernelInitializer: 'zeros'")}
      import { watch } from 'trainvitals';
      export default { model, xs, ys };
      if (process.env.TRAINVITALS_PREFLIGHT) {
        const vitals = await watch(model, { port: 0, linger: 0 });
        await vitals.flush();
        console.log(vitals.symptoms().map(({ symptom, check }) => symptom + ' ' + check).join(', '));
        await vitals.close();
      }`,
    );
    await check([file, '--only', 'names,initialization', '--json', 'gate.json']);
    const run = async (path: string) => {
      const child = spawn(process.execPath, [file], {
        cwd: folder,
        env: { ...process.env, TRAINVITALS_PREFLIGHT: path },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (data) => {
          text += data;
        });
      const [code] = await once(child, 'close');
      return { code, text };
    };
    expect((await run('gate.json')).text).toMatch(/^preflight-failed initialization$/m);
    const missing = await run('gone.json');
    expect(missing.code).toBe(1);
    expect(missing.text).toMatch(
      /environment variable TRAINVITALS_PREFLIGHT must name a report of trainvitals check --json, gone\.json: ENOENT/,
    );
  });
});
