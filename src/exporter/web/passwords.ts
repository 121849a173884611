import { createHmac, randomBytes } from 'node:crypto';
import { costOf } from '../web-config/users.js';
import { compareInThread } from './comparing.js';

/** Wrong passwords that are remembered: a scrape with an old one costs a comparison only once. */
const MOST_WRONG = 100;
/** Comparisons that wait, in all and from one address: more are asked to come again. */
const MOST_WAITING = 32;
const MOST_WAITING_OF_ONE = 4;

/** Whether a password is that of a hash; slow on purpose. */
export type Compare = (password: string, hash: string) => Promise<boolean>;

export type Verdict = 'right' | 'wrong' | 'busy';

/**
 * Compares passwords with their hashes, one at a time and once each. An unknown name takes as long as a known one, and who
 * guesses waits for guesses: a name and password that were right before are known at once.
 */
export class Passwords {
  /** What was right, by name, and what was wrong: under a key of this process, not to be looked up elsewhere. */
  private readonly right = new Map<string, string>();
  private readonly wrong = new Set<string>();
  private readonly running = new Map<string, Promise<Verdict>>();
  private readonly waiting = new Map<string, number>();
  private readonly secret = randomBytes(32);
  /** Of the cost of the others, and of no password. */
  private readonly nobody: string;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly users: ReadonlyMap<string, string>,
    private readonly compare: Compare = compareInThread,
  ) {
    const [first = ''] = users.values();
    const cost = String(costOf(first) ?? 10).padStart(2, '0');
    this.nobody = `$2b$${cost}$${'N'.repeat(21)}u${'N'.repeat(31)}`;
  }

  /** Whether the password is that name's; busy where too many others wait. `address` is who asks. */
  async check(name: string, password: string, address: string): Promise<Verdict> {
    const digest = createHmac('sha256', this.secret)
      .update(JSON.stringify([name, password]))
      .digest('base64');
    if (this.right.get(name) === digest) return 'right';
    if (this.wrong.has(digest)) return 'wrong';
    const running = this.running.get(digest);
    if (running) return running;
    const ofOne = this.waiting.get(address) ?? 0;
    if (this.running.size >= MOST_WAITING || ofOne >= MOST_WAITING_OF_ONE) return 'busy';
    this.waiting.set(address, ofOne + 1);
    const verdict = this.last.then(() => this.decide(name, password, digest));
    this.running.set(digest, verdict);
    this.last = verdict;
    try {
      return await verdict;
    } finally {
      this.running.delete(digest);
      const left = (this.waiting.get(address) ?? 1) - 1;
      if (left > 0) this.waiting.set(address, left);
      else this.waiting.delete(address);
    }
  }

  private async decide(name: string, password: string, digest: string): Promise<Verdict> {
    const hash = this.users.get(name);
    try {
      const isRight = (await this.compare(password, hash ?? this.nobody)) && hash !== undefined;
      if (isRight) this.right.set(name, digest);
      else this.remember(digest);
      return isRight ? 'right' : 'wrong';
    } catch {
      // Who cannot be compared is not let in.
      return 'busy';
    }
  }

  private remember(digest: string): void {
    const [oldest] = this.wrong;
    if (oldest !== undefined && this.wrong.size >= MOST_WRONG) this.wrong.delete(oldest);
    this.wrong.add(digest);
  }
}
