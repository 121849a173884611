import type { Update } from '../contract.js';

export type ConnectionState = 'waiting' | 'connecting' | 'live' | 'reconnecting' | 'gone';

/** After so long without an answer the process is most likely gone; it is still tried. */
const GONE_AFTER_MS = 10_000;
const RETRY_MS = 2_000;

/** The stream of a run. It comes back by itself, and goes on where it was. */
export class Connection {
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private lostAt: number | undefined;
  private readonly watch: ReturnType<typeof setInterval>;

  constructor(
    private readonly run: string | undefined,
    /** False where the message continues what is not here: everything is asked for again. */
    private readonly onUpdate: (update: Update) => boolean,
    private readonly onState: (state: ConnectionState) => void,
  ) {
    onState('connecting');
    this.open();
    this.watch = setInterval(() => this.judge(), 1000);
  }

  close(): void {
    clearInterval(this.watch);
    clearTimeout(this.retry);
    this.source?.close();
  }

  private open(): void {
    this.source?.close();
    const query = this.run === undefined ? '' : `?run=${encodeURIComponent(this.run)}`;
    // A new source has no last message, so that it gets everything.
    const source = new EventSource(`/api/live${query}`);
    this.source = source;
    source.addEventListener('open', () => this.found());
    source.addEventListener('update', ({ data }) => {
      this.found();
      if (!this.onUpdate(JSON.parse(data))) this.open();
    });
    source.addEventListener('error', () => this.lost(source));
  }

  private found(): void {
    this.lostAt = undefined;
    this.onState('live');
  }

  private lost(source: EventSource): void {
    if (source !== this.source) return;
    this.lostAt ??= Date.now();
    this.judge();
    // It tries again by itself, but not after an answer that is no stream: the server is busy, or has no such run.
    if (source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), RETRY_MS);
  }

  private judge(): void {
    if (this.lostAt === undefined) return;
    this.onState(Date.now() - this.lostAt < GONE_AFTER_MS ? 'reconnecting' : 'gone');
  }
}
