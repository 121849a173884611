import { JOB } from '../series.js';
import type { Labels } from '../vitals/store.js';

/** A Pushgateway that takes longer than this, in seconds, is as good as away. */
const ANSWER_SECONDS = 10;

/**
 * The group of a run in a Pushgateway, by run and rank: no two runs or ranks share one, and the next run of that name
 * takes its place. Both calls throw an error of one line.
 */
export class PushedGroup {
  /** Without name and password, which go into a header. */
  private readonly gateway: URL;
  private readonly authorization: string | undefined;

  constructor(
    gateway: string,
    private readonly labels: Labels,
  ) {
    const { username, password, origin, pathname } = new URL(gateway);
    this.gateway = new URL(pathname.replace(/\/*$/, '/'), origin);
    if (username !== '' || password !== '') {
      const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
      this.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    }
  }

  /** Puts a text of series there, in place of all that the group held. */
  async put(text: string, contentType: string): Promise<void> {
    const what = `putting the last values of ${this.name} into the Pushgateway ${this.gateway}`;
    await this.send(what, { method: 'PUT', body: text, headers: { 'Content-Type': contentType } });
  }

  /** Deletes the group, if there is one. */
  async remove(): Promise<void> {
    await this.send(`deleting the values of ${this.name} from the Pushgateway ${this.gateway}`, {
      method: 'DELETE',
      headers: {},
    });
  }

  private get name(): string {
    const { run = '', rank } = this.labels;
    return `run ${JSON.stringify(run)}${rank === undefined ? '' : `, rank ${rank}`}`;
  }

  /** A plain value may hold no slash and nothing that a proxy rewrites: all of them are encoded. */
  private get url(): URL {
    const group = Object.entries(this.labels).map(
      ([name, value]) => `/${name}@base64/${Buffer.from(value).toString('base64url')}`,
    );
    return new URL(`metrics/job/${JOB}${group.join('')}`, this.gateway);
  }

  private async send(
    what: string,
    request: { method: string; headers: Record<string, string>; body?: string },
  ): Promise<void> {
    const headers = {
      ...request.headers,
      ...(this.authorization !== undefined && { Authorization: this.authorization }),
    };
    let found: string;
    try {
      const signal = AbortSignal.timeout(ANSWER_SECONDS * 1000);
      const response = await fetch(this.url, { ...request, headers, signal });
      const answer = (await response.text()).trim().split('\n', 1)[0] ?? '';
      if (response.ok) return;
      found = `${response.status} ${answer.slice(0, 200)}`.trim();
    } catch (error) {
      found = reason(error);
    }
    throw new Error(`${what}: expected it to be done, found ${found}; check that option "push" names one`);
  }
}

/** `fetch` says only that it failed; what happened is the cause, which for several addresses has no message. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_SECONDS} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || String((cause as NodeJS.ErrnoException).code ?? error.message);
}
