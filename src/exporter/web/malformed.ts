import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** The status of what the parser refuses; undefined where no HTTP was spoken, as in a handshake that failed. */
function statusOf(code = ''): number | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code.startsWith('HPE_') ? 400 : undefined;
}

/**
 * Answers what is no request, and closes the connection. Not a word of what was wrong with it; and none at all where an
 * answer is on its way, which it would become a part of.
 */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex, isAnswering: boolean): void {
  const status = statusOf(error.code);
  if (!socket.writable || isAnswering || status === undefined) {
    socket.destroy();
    return;
  }
  const text = `${STATUS_CODES[status]}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${text.length}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  // It may go on sending: what it sends is not waited for.
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
