import type { RateLimit } from '../web-config/rate-limit.js';

/** Lets `burst` pass at once, and then one each `interval` seconds. */
export class TokenBucket {
  private tokens: number;
  private at: number;

  /** `now`: seconds of any clock that nobody sets. */
  constructor(
    private readonly limit: RateLimit,
    now: number,
  ) {
    this.tokens = limit.burst;
    this.at = now;
  }

  /** Whether one more may pass now. */
  take(now: number): boolean {
    const { interval, burst } = this.limit;
    this.tokens = Math.min(burst, this.tokens + (now - this.at) / interval);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }

  /** Seconds until the next one may pass. */
  get wait(): number {
    return Math.max(0, (1 - this.tokens) * this.limit.interval);
  }
}
