// The smallest receiver of Alertmanager's webhook: prints a page so that it can be read at 3 a.m.
// node receiver.mjs [PORT] [HOST]
import { createServer } from 'node:http';

const [port = '9095', host = '127.0.0.1'] = process.argv.slice(2);
const LIMIT_BYTES = 1_000_000;

const server = createServer((request, response) => {
  if (request.method === 'GET') return response.writeHead(200).end('ok\n');
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part) => {
    body += part;
    if (body.length > LIMIT_BYTES) request.destroy();
  });
  request.on('end', () => {
    try {
      console.log(page((request.url ?? '/').slice(1), JSON.parse(body)));
      response.writeHead(200).end();
    } catch (error) {
      console.error(`receiver: expected Alertmanager's JSON on ${request.url}: ${error.message}`);
      response.writeHead(400).end();
    }
  });
});

/** One alert a paragraph: what, where, what to try, where to look. */
function page(kind, { alerts }) {
  return alerts
    .map(({ status, labels, annotations, startsAt }) => {
      const place = ['run', 'rank', 'layer', 'variable'].flatMap((label) =>
        labels[label] ? `${label} ${labels[label]}` : [],
      );
      const head = `${kind.toUpperCase()} ${status.toUpperCase()}: ${annotations.summary} [${place.join(', ')}]`;
      if (status === 'resolved') return head;
      return [
        head,
        annotations.description,
        `since ${startsAt}`,
        `runbook   ${annotations.runbook_url}`,
        `dashboard ${annotations.dashboard_url}`,
        '',
      ].join('\n');
    })
    .join('\n');
}

server.listen(Number(port), host, () => console.log(`receiver: listening on ${host}:${server.address().port}`));
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
