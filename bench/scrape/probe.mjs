import { Agent, get } from 'node:http';

const PAUSE_MS = 20;

/**
 * Scrapes one after another for so many seconds, on one connection as Prometheus does: milliseconds until the last byte,
 * and bytes on the wire, of each.
 */
export async function probe(url, encoding, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const scrapes = [];
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    scrapes.push(await scrapeOnce(`${url}/metrics`, { agent, headers: { 'accept-encoding': encoding } }));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  agent.destroy();
  return scrapes;
}

function scrapeOnce(url, options) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    get(url, options, (response) => {
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ ms: performance.now() - start, bytes }));
      response.on('error', reject);
    }).on('error', reject);
  });
}
