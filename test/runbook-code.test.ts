import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../src/symptoms/catalogue.js';
import { namesForRunbooks } from './runbook-names.js';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Block {
  /** As the failing test and the compiler name it. */
  readonly place: string;
  /** Line of the runbook that its first line is. */
  readonly line: number;
  readonly code: string;
}

/** Every block of TypeScript in a runbook. */
function blocksOf(id: string): readonly Block[] {
  const file = `src/symptoms/${id}/README.md`;
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ index, 1: code = '' }) => {
    const line = text.slice(0, index).split('\n').length + 1;
    return { place: `${file}:${line}`, line, code };
  });
}

const blocks = catalogue.flatMap(({ id }) => blocksOf(id));

/** A module with the block's lines where they are in the runbook, so that errors name those. */
function moduleOf({ line, code }: Block, names: readonly string[]): string {
  const head = [
    "import * as tf from '@tensorflow/tfjs';",
    `import type { RunbookNames } from '${join(root, 'test/runbook-names.js')}';`,
    // The inner braces let a block declare a name that is given.
    `export default async ({ ${names.join(', ')} }: RunbookNames): Promise<void> => {{`,
  ];
  return `${head.join(' ')}${'\n'.repeat(line - 1)}${code}}};\n`;
}

/** In the clone, where the packages are found. */
let folder = '';
let names: readonly string[] = [];
const fileOf = ({ place }: Block) => join(folder, `${place.replaceAll(/\W+/g, '-')}.ts`);

describe('the code in runbooks', () => {
  beforeAll(async () => {
    const given = await namesForRunbooks();
    await given.close();
    names = Object.keys(given.names);
    mkdirSync(join(root, '.cache'), { recursive: true });
    folder = mkdtempSync(join(root, '.cache/runbook-code-'));
    for (const block of blocks) writeFileSync(fileOf(block), moduleOf(block, names));
    const options = { noUnusedLocals: false, noUnusedParameters: false };
    const project = { extends: join(root, 'tsconfig.json'), compilerOptions: options, include: ['.'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is there', () => {
    expect(blocks.length).toBeGreaterThan(catalogue.length);
  });

  it('may use what CONTRIBUTING.md says', () => {
    const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
    for (const name of names) expect(text).toContain(`\`${name}\``);
  });

  it('has no type error', () => {
    const tsc = join(root, 'node_modules/.bin/tsc');
    const { status, stdout } = spawnSync(tsc, ['--noEmit', '-p', folder], { encoding: 'utf8' });
    expect(status, `the compiler names the runbook and its line:\n${stdout}`).toBe(0);
  });

  it.each(blocks.map((block) => [block.place, block] as const))('%s runs', async (place, block) => {
    const { names, close } = await namesForRunbooks();
    try {
      const { default: run }: { default: (given: typeof names) => Promise<void> } = await import(
        fileOf(block)
      );
      await run(names);
    } catch (error) {
      throw new Error(`${place}: this code of the runbook does not run: ${error}\n${block.code}`);
    } finally {
      await close();
    }
  });
});
