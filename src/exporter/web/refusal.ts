import type { ServerResponse } from 'node:http';

/** What a request is refused with: one line that tells nothing of the inside. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The requests that are refused before a page sees them. */
export const refusals = {
  malformed: { status: 400, text: 'Bad Request', headers: { Connection: 'close' } },
  // Of both a body that was begun to be sent is not read to its end.
  method: {
    status: 405,
    text: 'only GET and HEAD are answered',
    headers: { Allow: 'GET, HEAD', Connection: 'close' },
  },
  body: { status: 413, text: 'a request has no body here', headers: { Connection: 'close' } },
  tooFast: { status: 429, text: 'too many requests' },
  busy: { status: 503, text: 'busy; try again', headers: { 'Retry-After': '1' } },
  unauthorized: {
    status: 401,
    text: 'name and password, please',
    headers: { 'WWW-Authenticate': 'Basic realm="trainvitals", charset="UTF-8"' },
  },
  late: { status: 503, text: 'not ready within the timeout of the scrape' },
} as const satisfies Record<string, Refusal>;

/** Answers with a refusal; a HEAD gets its headers alone. */
export function refuse(response: ServerResponse, { status, text, headers = {} }: Refusal): void {
  const body = `${text}\n`;
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
