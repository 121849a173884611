import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type Rendered, Renderings } from './renderings.js';

/** Renderings that are finished when the test says so. */
function held() {
  const finish: ((rendered?: Error) => void)[] = [];
  const renderings = new Renderings(
    () =>
      new Promise<Rendered>((resolve, reject) => {
        const serial = finish.length + 1;
        finish.push((error) =>
          error ? reject(error) : resolve({ text: `scrape ${serial}\n`, contentType: 'text/plain', serial }),
        );
      }),
  );
  return { renderings, finish };
}

it('who asks while one is made gets that one, and who asks later another', async () => {
  const { renderings, finish } = held();
  const all = Array.from({ length: 50 }, () => renderings.next());
  expect(finish).toHaveLength(1);
  finish[0]?.();
  const [first, ...others] = await Promise.all(all);
  expect(new Set(others)).toEqual(new Set([first]));
  // Whoever waits for a last scrape looks at this: it is that of the one who asked first.
  expect(first?.serial).toBe(1);
  const later = renderings.next();
  finish[1]?.();
  expect((await later).serial).toBe(2);
});

it('is compressed once', async () => {
  const { renderings, finish } = held();
  const coming = renderings.next();
  finish[0]?.();
  const rendering = await coming;
  const one = rendering.gzipped;
  expect(rendering.gzipped).toBe(one);
  expect(`${gunzipSync(one)}`).toBe('scrape 1\n');
});

it('one that fails is not the end of them', async () => {
  const { renderings, finish } = held();
  const broken = renderings.next();
  finish[0]?.(new Error('broken'));
  await expect(broken).rejects.toThrow('broken');
  const next = renderings.next();
  finish[1]?.();
  expect((await next).serial).toBe(2);
});
