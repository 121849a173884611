import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { figures } from '../figures.js';
import { run } from './program.js';

/** Takes what a Pushgateway is sent; what was put there. */
async function gateway(): Promise<{ url: string; put: string[] }> {
  const put: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === 'PUT') put.push(body);
    response.end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port was given');
  return { url: `http://127.0.0.1:${address.port}`, put };
}

test.for([
  { when: 'once: the next one pushes', deaths: 1, pushes: 1, said: [] },
  {
    when: 'so often that the next one is long in coming: that nobody pushes is told',
    deaths: 4,
    pushes: 0,
    said: [
      'push: putting the last values of run "pushed" into the Pushgateway: expected the exporter thread to say that it is done, found none that did; what is there may be old',
    ],
  },
])('a run ends whose exporter thread died $when', async ({ deaths, pushes, said }, context) => {
  const { url, put } = await gateway();
  const found = await run<{ told: string[]; errors: string[] }>('push.mjs', [String(deaths), url]);
  expect(put).toHaveLength(pushes);
  for (const values of put) expect(values).toMatch(/^training_steps_total\{.*\} 1$/m);
  const push = (line: string) => line.includes('push: ');
  expect(found.errors.filter(push)).toEqual(said);
  expect(found.told.filter(push)).toEqual(said.map((line) => `trainvitals: ${line}`));
  figures(context, { 'faults survived': 1 });
});
