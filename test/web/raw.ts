import { createConnection, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection that is spoken on byte by byte. */
export interface Raw {
  readonly socket: Socket;
  /** What came so far. */
  readonly text: () => string;
  readonly isClosed: () => boolean;
  /** Resolves with all that came, when the connection is closed. */
  readonly closed: Promise<string>;
}

/** Connects, and sends what is given; closed when the test ends. */
export async function connected(url: string, sent: string | Buffer = ''): Promise<Raw> {
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port), allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let text = '';
  let isClosed = false;
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  // A hostile client is hung up on.
  socket.on('error', () => {});
  const closed = new Promise<string>((resolve) => {
    socket.once('end', () => socket.destroy());
    socket.once('close', () => {
      isClosed = true;
      resolve(text);
    });
  });
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve).once('close', () => resolve());
  });
  if (sent.length > 0) socket.write(sent);
  return { socket, text: () => text, isClosed: () => isClosed, closed };
}
