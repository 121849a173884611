import type { ServerResponse } from 'node:http';
import { ANSWER_WITHIN, MOST_ANSWERS, PATIENCE } from './limits.js';
import { whenOver } from './over.js';

interface Begun {
  readonly at: number;
  readonly deadline: NodeJS.Timeout;
}

/**
 * The answers that are worked on or not yet read. Who does not read must not keep others from reading: where there are too
 * many, the one that takes longest is cut off if it had its time, and only else a new one is refused.
 */
export class Answers {
  /** In the order in which they began. */
  private readonly open = new Map<ServerResponse, Begun>();

  /** Counts an answer until it is read to its end; whether there is room for it. */
  begin(response: ServerResponse): boolean {
    if (this.open.size >= MOST_ANSWERS && !this.makeRoom()) return false;
    const deadline = setTimeout(() => this.cut(response), ANSWER_WITHIN).unref();
    this.open.set(response, { at: performance.now(), deadline });
    whenOver(response, () => this.release(response));
    return true;
  }

  /** Milliseconds since its request came, which may have waited for its password. */
  age(response: ServerResponse): number {
    const begun = this.open.get(response);
    return begun ? performance.now() - begun.at : 0;
  }

  /** An answer that has no end, such as a stream, counts no more. */
  release(response: ServerResponse): void {
    clearTimeout(this.open.get(response)?.deadline);
    this.open.delete(response);
  }

  private makeRoom(): boolean {
    const [oldest] = this.open;
    if (!oldest || performance.now() - oldest[1].at < PATIENCE) return false;
    this.cut(oldest[0]);
    return true;
  }

  private cut(response: ServerResponse): void {
    this.release(response);
    response.req.socket.destroy();
  }
}
