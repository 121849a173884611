import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { MOST_CONNECTIONS } from './limits.js';

interface Connection {
  readonly socket: Socket;
  /** Whether one of its requests was let in. */
  isKnown: boolean;
  /** Requests that are answered now. */
  asked: number;
}

/**
 * The connections that are open. A new one always gets in: strangers who hold connections open and say nothing make room
 * for it, the oldest first, then those who wait between two requests. Only where all are being answered it is closed.
 */
export class Connections {
  /** By the client's address and port, which the socket of TLS has in common with the one below it. */
  private readonly open = new Map<string, Connection>();

  /** A client has connected. */
  add(socket: Socket): void {
    if (this.open.size >= MOST_CONNECTIONS && !this.makeRoom()) {
      socket.destroy();
      return;
    }
    const key = keyOf(socket);
    const connection = { socket, isKnown: false, asked: 0 };
    this.open.set(key, connection);
    socket.once('close', () => {
      if (this.open.get(key) === connection) this.open.delete(key);
    });
  }

  /** A request has come; returns what to call when it is answered. */
  ask({ socket }: IncomingMessage): () => void {
    const connection = this.open.get(keyOf(socket));
    if (!connection) return () => {};
    connection.asked++;
    return () => {
      connection.asked--;
    };
  }

  /** A request was let in: its connection is younger now than all before. */
  letIn({ socket }: IncomingMessage): void {
    const key = keyOf(socket);
    const connection = this.open.get(key);
    if (!connection) return;
    connection.isKnown = true;
    this.open.delete(key);
    this.open.set(key, connection);
  }

  private makeRoom(): boolean {
    const idle = [...this.open].filter(([, { asked }]) => asked === 0);
    const [key, connection] = idle.find(([, { isKnown }]) => !isKnown) ?? idle[0] ?? [];
    if (key === undefined || !connection) return false;
    this.open.delete(key);
    connection.socket.destroy();
    return true;
  }
}

const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
