import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './stack/server.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A program as a user's first: a tiny model, watched, and what a scrape of it shows. */
const PROGRAM = `
import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';

await tf.setBackend('cpu');
const model = tf.sequential({ layers: [tf.layers.dense({ name: 'out', units: 1, inputShape: [2] })] });
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
const vitals = await watch(model, { run: 'first', port: 0, linger: 0 });
await model.fit(tf.ones([32, 2]), tf.ones([32, 1]), { epochs: 2, batchSize: 8, verbose: 0 });
await vitals.flush();
console.log(await (await fetch(vitals.url + '/metrics')).text());
await vitals.close();
`;

/** The same for the compiler: the whole handle and an event, under strict. */
const TYPED_PROGRAM = `
import * as tf from '@tensorflow/tfjs';
import 'trainvitals/tfjs-node-compat';
import { type PreflightReport, preflight, type SymptomEvent, type Vitals, type WatchOptions, watch } from 'trainvitals';

const options: WatchOptions = { run: 'typed', port: 0, budget: 0.01, symptoms: { 'dead-relu': { share: 0.6 } } };
const model: tf.LayersModel = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
const [xs, ys] = [tf.ones([32, 2]), tf.ones([32, 1])];
const report: PreflightReport = await preflight(model, { xs, ys: [ys], validationData: [xs, ys], checks: { names: { seconds: 3 } } });
const rate: number | null | undefined = report.checks[0]?.learningRate?.advised;
const vitals: Vitals = await watch(model, rate ? { ...options, preflight: report } : options);
vitals.on('symptom', (event: SymptomEvent) => console.log(event.message, event.layer?.length, event.remedies[0]));
vitals.on('run', ({ state, error }) => console.log(state, error));
const port: number = vitals.port;
vitals.step({ loss: tf.scalar(port), accuracy: 1 });
const loop: Vitals = await watch(tf.train.sgd(0.1), { variables: [tf.variable(tf.zeros([1]))] });
await loop.flush();
await loop.close({ state: 'failed' });
// @ts-expect-error a port is a number
await watch(model, { port: '9790' });
`;

describe('the package, installed into an empty project', () => {
  let project = '';
  let packed: readonly string[] = [];

  beforeAll(async () => {
    project = await scratchFolder('pack');
    const npm = (...args: string[]) =>
      execFileSync('npm', args, { cwd: project, encoding: 'utf8', stdio: 'pipe' });
    const [report] = JSON.parse(
      npm('pack', root, '--ignore-scripts', '--json', '--pack-destination', project),
    ) as [{ filename: string; files: { path: string }[] }];
    packed = report.files.map(({ path }) => path);
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ name: 'empty', type: 'module', private: true }),
    );
    npm(
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      join(project, report.filename),
    );
    // The user's own tfjs, which is too large to be downloaded for a test.
    linkFromRepository(project, '@tensorflow/tfjs');
  });

  test('a JavaScript program trains a model and shows its series', () => {
    writeFileSync(join(project, 'first.js'), PROGRAM);
    const metrics = execFileSync(process.execPath, ['first.js'], { cwd: project, encoding: 'utf8' });

    expect(metrics).toMatch(/^training_steps_total\{run="first"\} 8$/m);
    expect(metrics).toMatch(/^training_loss\{.*split="train".*\} [\d.e-]+$/m);
    expect(metrics).toMatch(/^training_layer_weight_norm\{.*layer="out".*\} [\d.e-]+$/m);
  });

  test('the preload for tfjs-node is found by its name', () => {
    const program = ['--import', 'trainvitals/tfjs-node-compat', '--print', 'util.isArray([])'];
    expect(execFileSync(process.execPath, program, { cwd: project, encoding: 'utf8' })).toBe('true\n');
  });

  test('a TypeScript program type-checks under strict, dependencies included', () => {
    writeFileSync(join(project, 'typed.ts'), TYPED_PROGRAM);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const flags = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--skipLibCheck',
    ];
    const checked = execFileSync(process.execPath, [tsc, ...flags, 'typed.ts'], {
      cwd: project,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(checked).toBe('');
  });

  test.each([
    { command: ['--help'], shows: 'trainvitals demo' },
    { command: ['explain', 'dead-relu'], shows: 'Leaky ReLU' },
    { command: ['check', '--fault', 'list'], shows: 'dead-relu' },
    { command: ['rules'], shows: 'TrainingDeadRelu' },
    { command: ['--help'], shows: 'trainvitals build-tfjs-node' },
  ])('the command line is installed: trainvitals $command', ({ command, shows }) => {
    const trainvitals = join(project, 'node_modules/.bin/trainvitals');
    expect(execFileSync(trainvitals, command, { cwd: project, encoding: 'utf8' })).toContain(shows);
  });

  test.each([
    'dist/index.js',
    'dist/index.d.ts',
    'dist/cli/main.js',
    'alerts/trainvitals.rules.yml',
    'dashboards/run.json',
    'docs/symptoms.md',
    'docs/metrics.md',
    'docs/preflight.md',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
  ])('it contains %s', (path) => {
    expect(packed).toContain(path);
  });

  test('it contains nothing but the built package, the generated files, data and documents', () => {
    const expected =
      /^(dist|alerts|dashboards|data|docs)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
    expect(packed.filter((path) => !expected.test(path))).toEqual([]);
    expect(packed.filter((path) => /\.(test|models)\.(js|d\.ts)$|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });

  test('what it exports and runs is in it', () => {
    const { exports, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      exports: Record<string, string | Record<string, string>>;
      bin: Record<string, string>;
    };
    const exported = Object.values(exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    for (const path of [...exported, ...Object.values(bin)])
      expect(packed).toContain(path.replace(/^\.\//, ''));
  });
});

function linkFromRepository(project: string, name: string): void {
  mkdirSync(join(project, 'node_modules', name, '..'), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name), 'dir');
}
