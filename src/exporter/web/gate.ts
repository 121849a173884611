import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { OPEN, type WebConfig } from '../web-config/web-config.js';
import type { Answers } from './answers.js';
import { credentialsOf } from './basic-auth.js';
import { Passwords } from './passwords.js';
import { type Refusal, refusals, refuse } from './refusal.js';
import { securityHeaders } from './security-headers.js';
import { TokenBucket } from './token-bucket.js';

/** A line without a version would be one of 0.9. */
const VERSIONS = ['1.0', '1.1'];

/** What stands before the pages: decides of each request whether they see it. */
export class Gate {
  private config: WebConfig = OPEN;
  private bucket: TokenBucket | undefined;
  private passwords: Passwords | undefined;

  constructor(
    private readonly answers: Answers,
    private readonly pages: RequestListener,
    /** A request was let in. */
    private readonly letIn: (request: IncomingMessage) => void,
  ) {}

  /** From now on these headers, users and limits hold; what is known of passwords goes where users change. */
  apply(config: WebConfig): void {
    const { rateLimit, users } = config;
    if (JSON.stringify(rateLimit) !== JSON.stringify(this.config.rateLimit))
      this.bucket = rateLimit && new TokenBucket(rateLimit, now());
    if (JSON.stringify([...users]) !== JSON.stringify([...this.config.users]))
      this.passwords = users.size > 0 ? new Passwords(users) : undefined;
    this.config = config;
  }

  /** Lets a request pass, or refuses it. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?', 1)[0] ?? '';
    for (const [name, value] of Object.entries(securityHeaders(path, this.config.headers)))
      response.setHeader(name, value);
    const refusal = this.atOnce(request, response) ?? (await this.stranger(request));
    if (refusal) return refuse(response, refusal);
    // It may have gone while its password was compared.
    if (request.socket.destroyed) return;
    // Nobody needs it any more.
    delete request.headers.authorization;
    this.letIn(request);
    this.pages(request, response);
  }

  /** Why a request is refused whoever sends it. */
  private atOnce(request: IncomingMessage, response: ServerResponse): Refusal | undefined {
    const { method, headers, httpVersion } = request;
    if (!VERSIONS.includes(httpVersion)) return refusals.malformed;
    if (httpVersion === '1.1' && headers.host === undefined) return refusals.malformed;
    if (method !== 'GET' && method !== 'HEAD') return refusals.method;
    if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0)
      return refusals.body;
    if (this.bucket && !this.bucket.take(now())) {
      const seconds = String(Math.ceil(this.bucket.wait));
      return { ...refusals.tooFast, headers: { 'Retry-After': seconds } };
    }
    return this.answers.begin(response) ? undefined : refusals.busy;
  }

  /** Why a request is refused for who sends it. */
  private async stranger({ headers, socket }: IncomingMessage): Promise<Refusal | undefined> {
    if (!this.passwords) return undefined;
    const given = credentialsOf(headers.authorization);
    if (!given) return refusals.unauthorized;
    const verdict = await this.passwords.check(given.name, given.password, socket.remoteAddress ?? '');
    if (verdict === 'busy') return refusals.busy;
    return verdict === 'right' ? undefined : refusals.unauthorized;
  }
}

const now = () => performance.now() / 1000;
