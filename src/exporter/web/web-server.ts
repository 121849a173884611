import { randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '../web-config/tls.js';
import { OPEN, type WebConfig } from '../web-config/web-config.js';
import type { Answers } from './answers.js';
import { isWelcome } from './client-certificate.js';
import { Connections } from './connections.js';
import { Gate } from './gate.js';
import { HANDSHAKE_WITHIN, MOST_CONNECTIONS, MOST_HEADERS, SILENT_WITHIN, serverLimits } from './limits.js';
import { answerMalformed } from './malformed.js';
import { whenOver } from './over.js';

/** A server of HTTP, or of HTTPS, that keeps within limits, and to a web configuration that can be replaced. */
export class WebServer {
  readonly server: Server | TlsServer;
  private readonly secured: TlsServer | undefined;
  private readonly connections = new Connections();
  private readonly gate: Gate;
  private tls: TlsSettings | undefined;
  private readonly answering = new WeakMap<object, number>();

  constructor(answers: Answers, pages: RequestListener, config: WebConfig = OPEN) {
    this.gate = new Gate(answers, pages, (request) => this.connections.letIn(request));
    this.gate.apply(config);
    this.tls = config.tls;
    this.secured = config.tls && createTlsServer({ ...serverLimits, ...secured(config.tls) });
    this.server = this.secured ?? createServer(serverLimits);
    this.secured?.prependListener('secureConnection', (socket) => this.greet(socket));
    this.server.timeout = SILENT_WITHIN;
    this.server.maxHeadersCount = MOST_HEADERS;
    // Those that made room are closed only in a moment.
    this.server.maxConnections = 2 * MOST_CONNECTIONS;
    this.server.on('connection', (socket) => this.connections.add(socket));
    const handle = (request: IncomingMessage, response: ServerResponse) => this.handle(request, response);
    // Whoever asks whether to send a body is told before it does.
    this.server.on('request', handle).on('checkContinue', handle).on('checkExpectation', handle);
    this.server.on('clientError', (error, socket) =>
      answerMalformed(error, socket, (this.answering.get(socket) ?? 0) > 0),
    );
  }

  /**
   * Takes another configuration for all requests from now on. Where it changes who may come or how, connections that
   * wait are closed: whoever is behind them comes again, under what holds now. Throws where only a restart can do it.
   */
  apply(config: WebConfig): void {
    if ((config.tls === undefined) !== (this.secured === undefined))
      throw new Error(`"tls_server_config" cannot be ${config.tls ? 'added' : 'removed'} without a restart`);
    if (config.tls && this.secured) {
      const { requestCert, ...context } = secured(config.tls);
      this.secured.setSecureContext(context);
      // Read for each connection (lib/_tls_wrap.js, onConnection); were it not, clients without would be turned away.
      Object.assign(this.secured, { requestCert });
    }
    this.tls = config.tls;
    this.gate.apply(config);
    this.server.closeIdleConnections();
  }

  private greet(socket: TLSSocket): void {
    if (this.tls && !isWelcome(socket, this.tls)) socket.destroy();
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const answered = this.connections.ask(request);
    this.answering.set(socket, (this.answering.get(socket) ?? 0) + 1);
    whenOver(response, () => {
      answered();
      this.answering.set(socket, (this.answering.get(socket) ?? 1) - 1);
    });
    this.gate.handle(request, response).catch(() => socket.destroy());
  }
}

/** Options of TLS; who is not welcome is turned away by {@link isWelcome}. */
const secured = ({ context, clientAuth }: TlsSettings) => ({
  ...context,
  requestCert: clientAuth.isAsked,
  rejectUnauthorized: false,
  handshakeTimeout: HANDSHAKE_WITHIN,
  // A session of before is not taken up again.
  ticketKeys: randomBytes(48),
});
