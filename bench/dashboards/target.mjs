import { createServer } from 'node:http';

/**
 * Serves a run at an address of its own. Scrapes first find its past, each sample with its time, until that has reached the
 * present; `live` is called then. From there on it is scraped as any process.
 */
export async function serveRun(run, past, live) {
  const server = createServer(async (_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    const now = Date.now() / 1000;
    if (!past.isOver) {
      response.write(past.take(now) || '\n');
      if (past.isOver) live();
    }
    if (past.isOver) {
      run.advance(now);
      response.write(await run.scrape());
    }
    response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${server.address().port}`;
}
