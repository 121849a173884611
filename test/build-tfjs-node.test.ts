import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse, sampleOf } from './scrape.js';
import { end, scratchFolder } from './stack/server.js';
import { TENSORFLOW_PROGRAM } from './tensorflow-program.js';
import { requireTool } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A download of a few hundred MB where the cache is empty, an npm install, a compiler, two busy cores. */
const LONG = 900_000;
const canBuild = (['g++', 'make', 'python3', 'pip3'] as const).map(requireTool).every(Boolean);

/** Runs the command in a project; `says` is called with all that it has printed so far. */
async function build(project: string, args: string[], says?: (out: string, interrupt: () => void) => void) {
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'build-tfjs-node', ...args], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => end(child));
  const text = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    text.out += data;
    says?.(text.out, () => child.kill('SIGINT'));
  });
  child.stderr.on('data', (data) => {
    text.err += data;
  });
  const [code] = await once(child, 'close');
  return { code: code as number | null, ...text };
}

/** A user's program: a small network on TensorFlow, watched, and what a scrape of it shows. */
const PROGRAM = `
import tf from '@tensorflow/tfjs-node';
import { watch } from 'trainvitals';

const model = tf.sequential({ layers: [tf.layers.dense({ name: 'out', units: 1, inputShape: [2] })] });
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
const vitals = await watch(model, { run: 'native', port: 0, linger: 0 });
await model.fit(tf.ones([32, 2]), tf.ones([32, 1]), { epochs: 2, batchSize: 8, verbose: 0 });
await vitals.flush();
console.log(await (await fetch(vitals.url + '/metrics')).text());
await vitals.close();
`;

/** Decided on gradients, weights, outputs, the loss, the penalty and the model itself. */
const faultsOnTensorflow = [
  'vanishing-gradient',
  'variable-not-training',
  'saturated-activation',
  'loss-nonfinite',
  'learning-rate-too-high',
  'regularization-dominates',
  'loss-mismatch',
] as const;

describe.runIf(canBuild)('trainvitals build-tfjs-node', () => {
  test(
    'installs tfjs-node on a current TensorFlow, on which a watched model trains',
    async () => {
      const project = await scratchFolder('build-tfjs-node');
      writeFileSync(join(project, 'package.json'), '{"name": "trainee", "type": "module", "private": true}');
      const { code, out, err } = await build(project, []);
      expect(code, out + err).toBe(0);
      expect(out).toMatch(/^Trained one step: backend tensorflow, TensorFlow 2\.21\.0, on the CPU\.$/m);
      expect(readdirSync(project).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json']);
      expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))).toMatchObject({
        dependencies: { '@tensorflow/tfjs-node': '4.22.0' },
      });

      symlinkSync(root, join(project, 'node_modules/trainvitals'), 'dir');
      writeFileSync(join(project, 'train.js'), PROGRAM);
      const run = (program: string) =>
        execFileSync(process.execPath, ['--import', 'trainvitals/tfjs-node-compat', program], {
          cwd: project,
          encoding: 'utf8',
          stdio: 'pipe',
        });
      const metrics = run('train.js');
      const samples = parse(metrics);
      expect(sampleOf(samples, 'training_run_info', { backend: 'tensorflow', device: 'cpu' })).toBe(1);
      expect(sampleOf(samples, 'training_steps_total', { run: 'native' })).toBe(8);
      expect(metrics).toMatch(/framework_version="4\.22\.0, TensorFlow 2\.21\.0"/);

      writeFileSync(join(project, 'check.js'), TENSORFLOW_PROGRAM);
      const [found = ''] = run('check.js').trim().split('\n').slice(-1);
      expect(JSON.parse(found)).toEqual({
        isOwn: true,
        far: [],
        held: 0,
        same: true,
        raised: [],
        errors: [],
        leaked: 0,
        dead: expect.arrayContaining(['dead-relu']),
        norms: 4,
      });

      // The rest of the package as if it were installed there: its imports find the project's tfjs-node.
      const linked = (file: string, ...args: string[]) =>
        execFileSync(
          process.execPath,
          [
            '--preserve-symlinks',
            '--preserve-symlinks-main',
            '--import',
            'trainvitals/tfjs-node-compat',
            join(project, 'node_modules/trainvitals', file),
            ...args,
          ],
          { cwd: root, encoding: 'utf8', stdio: 'pipe' },
        );
      const demo = (...args: string[]) =>
        linked('dist/cli/main.js', 'demo', '--backend', 'tensorflow', '--port', '0', ...args);
      expect(demo('--steps', '188')).toMatch(/^step 188\/188 .* no symptoms$/m);
      for (const fault of faultsOnTensorflow)
        expect(demo('--steps', '150', '--fault', fault)).toMatch(new RegExp(`^raised {3}${fault} `, 'm'));

      const check = (...args: string[]) =>
        linked('dist/cli/main.js', 'check', '--backend', 'tensorflow', ...args).replaceAll(/\s+/g, ' ');
      expect(check()).toMatch(/Preflight passed: 9 of 9 checks/);
      expect(() => check('--fault', 'dead-relu', '--only', 'initialization')).toThrow(/Command failed/);

      const results = join(project, 'overhead.json');
      const subject = ['--backend', 'tensorflow', '--subject', 'mlp-10k-b1', '--seconds', '0.5'];
      linked('bench/main.mjs', 'overhead', ...subject, '--out', results);
      expect(readFileSync(results, 'utf8')).toContain('mlp-10k-b1');
    },
    LONG,
  );

  describe('that does not get to its end', () => {
    let wheel = '';
    beforeAll(async () => {
      wheel = fakeWheel(await scratchFolder('fake-wheel'));
    });

    test(
      'leaves the project as it was, and says why',
      async () => {
        const project = await projectWithPackages();
        const before = contents(project);
        const { code, out, err } = await build(project, ['--wheel', wheel]);
        expect(out).toContain('Compiling its addon');
        expect(err).toContain('this header is a fake');
        expect(err.trim().split('\n').at(-1)).toMatch(
          /^trainvitals build-tfjs-node: expected the addon of tfjs-node to compile/,
        );
        expect(code).toBe(1);
        expect(contents(project)).toEqual(before);
      },
      LONG,
    );

    test(
      'because of Ctrl-C leaves the project as it was',
      async () => {
        const project = await projectWithPackages();
        const before = contents(project);
        const { code, err } = await build(project, ['--wheel', wheel], (out, interrupt) => {
          if (out.includes('Compiling its addon')) interrupt();
        });
        expect(err.trim()).toBe('trainvitals build-tfjs-node: interrupted; the project is as it was');
        expect(code).toBe(130);
        expect(contents(project)).toEqual(before);
      },
      LONG,
    );

    test('because the wheel is not whole has not begun', async () => {
      const project = await projectWithPackages();
      const before = contents(project);
      const broken = join(await scratchFolder('broken-wheel'), wheel.replace(/^.*\//, ''));
      writeFileSync(broken, readFileSync(wheel).subarray(0, 400));
      const { code, err } = await build(project, ['--wheel', broken]);
      expect(err).toContain(`expected a whole wheel in ${broken}, cannot read it`);
      expect(code).toBe(1);
      expect(contents(project)).toEqual(before);
    });
  });
});

/** A wheel by its name and its places, that no addon compiles with. */
function fakeWheel(folder: string): string {
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const wheel = join(folder, `tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_${machine}.whl`);
  for (const path of [
    'include/tensorflow/c/c_api.h',
    'include/tensorflow/core/platform/platform.h',
    'include/tsl/platform/platform.h',
    'include/xla/xla.h',
    'libtensorflow_cc.so.2',
    'libtensorflow_framework.so.2',
    'python/platform/build_info.py',
  ]) {
    const file = join(folder, 'tensorflow', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '#error this header is a fake\n');
  }
  execFileSync('python3', ['-m', 'zipfile', '-c', wheel, 'tensorflow'], { cwd: folder });
  return wheel;
}

/** One with a package that npm knows, and one put there by hand, which npm removes when it installs another. */
async function projectWithPackages(): Promise<string> {
  const project = await scratchFolder('build-fails');
  mkdirSync(join(project, 'own'));
  writeFileSync(join(project, 'own/package.json'), '{"name": "own", "version": "1.0.0"}');
  writeFileSync(join(project, 'package.json'), '{\n\t"name": "trainee",\n\t"private": true\n}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', './own'], { cwd: project, stdio: 'pipe' });
  mkdirSync(join(project, 'node_modules/by-hand'));
  writeFileSync(join(project, 'node_modules/by-hand/index.js'), 'module.exports = 1;\n');
  expect(existsSync(join(project, 'package-lock.json'))).toBe(true);
  return project;
}

/** All files of a folder with their contents, links with their targets. */
function contents(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    entries.map((path) => {
      const stat = lstatSync(join(folder, path));
      if (stat.isSymbolicLink()) return [path, `-> ${readlinkSync(join(folder, path))}`];
      return [path, stat.isDirectory() ? 'folder' : readFileSync(join(folder, path), 'utf8')];
    }),
  );
}
