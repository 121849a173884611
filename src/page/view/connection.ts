import { BEAT_SECONDS, type Update } from '../contract.js';

export type ConnectionState = 'waiting' | 'connecting' | 'live' | 'silent' | 'reconnecting' | 'gone';

/** After so long without an answer the process is most likely gone; it is still tried. */
const GONE_AFTER_MS = 10_000;
const RETRY_MS = 2_000;
/**
 * After so long without a word the connection hangs: its other end is gone, or this one slept, and nobody said so. A
 * slow line must get its first message through, so that each try gets twice the time of the one before.
 */
const PATIENCE_MS = 3_000 * BEAT_SECONDS;
const MOST_PATIENCE_MS = 8 * PATIENCE_MS;

/** The stream of a run. It comes back by itself, and goes on where it was. */
export class Connection {
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private lostAt: number | undefined;
  /** When something came last, were it an error; at first, when it was asked. */
  private heardAt = 0;
  private isSilent = false;
  private patience = PATIENCE_MS;
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
    clearTimeout(this.retry);
    this.source?.close();
    this.heardAt = Date.now();
    const query = this.run === undefined ? '' : `?run=${encodeURIComponent(this.run)}`;
    // A new source has no last message, so that it gets everything.
    const source = new EventSource(`/api/live${query}`);
    this.source = source;
    source.addEventListener('update', ({ data }) => {
      this.found();
      if (!this.onUpdate(JSON.parse(data))) this.open();
    });
    source.addEventListener('beat', () => this.found());
    source.addEventListener('error', () => this.lost(source));
  }

  private found(): void {
    this.hear();
    this.patience = PATIENCE_MS;
    this.lostAt = undefined;
    this.onState('live');
  }

  private lost(source: EventSource): void {
    if (source !== this.source) return;
    this.hear();
    this.lostAt ??= this.heardAt;
    this.judge();
    // It tries again by itself, but not after an answer that is no stream: the server is busy, or has no such run.
    if (source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), RETRY_MS);
  }

  private hear(): void {
    this.heardAt = Date.now();
    this.isSilent = false;
  }

  private judge(): void {
    const now = Date.now();
    if (now - this.heardAt >= this.patience) {
      this.isSilent = true;
      this.patience = Math.min(2 * this.patience, MOST_PATIENCE_MS);
      this.open();
    }
    if (this.isSilent) this.onState('silent');
    else if (this.lostAt !== undefined)
      this.onState(now - this.lostAt < GONE_AFTER_MS ? 'reconnecting' : 'gone');
  }
}
