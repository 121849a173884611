import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assembled } from '../src/generate/assemble.js';
import { files, GENERATED_PLACES } from '../src/generate/files.js';
import { casesOf } from '../src/symptoms/cases.js';
import { catalogue } from '../src/symptoms/catalogue.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const generated = files(catalogue, casesOf);

/** Every file at or under a path, relative to the repository. */
function found(path: string): string[] {
  const full = join(root, path);
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full).flatMap((name) => found(relative(root, join(full, name))));
}

describe('generated files', () => {
  it.each([...generated.keys()])('%s is what `npm run generate` writes', (path) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(generated.get(path));
  });

  it('the WebAssembly reductions are what they are assembled to', async () => {
    const [path, content] = await assembled(root);
    expect(readFileSync(join(root, path), 'utf8')).toBe(content);
  });

  it('are all there is in their places', () => {
    expect(GENERATED_PLACES.flatMap(found).sort()).toEqual([...generated.keys()].sort());
  });

  it('are the same when generated again', () => {
    expect(files(catalogue, casesOf)).toEqual(generated);
  });

  it('name no path of a machine', () => {
    for (const [path, content] of generated)
      expect(content, path).not.toMatch(/\/(home|root|work|tmp|Users)\//);
  });
});
