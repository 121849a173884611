import type { SymptomEvent } from '../handle.js';
import type { ToExporter } from './messages.js';
import type { Succession } from './succession.js';

/** An exporter that takes longer to answer than this is stuck: nothing may wait for it any more. */
const ANSWER_SECONDS = 30;

/** What is active; undefined where nobody answers. */
export type Answer = readonly SymptomEvent[] | undefined;

/** A question that has no answer yet. */
interface Open {
  readonly message: ToExporter;
  readonly answer: (active: Answer) => void;
}

/** What the exporter thread was asked, until it answers: also another one than was asked, and none for ever. */
export class Questions {
  private readonly open = new Map<number, Open>();
  private asked = 0;

  constructor(private readonly threads: Succession) {}

  /** Asks, and waits for the answer, so many seconds longer than usual; not at all, where no thread serves in time. */
  async ask(make: (request: number) => ToExporter, seconds: number): Promise<Answer> {
    const { threads } = this;
    if (!threads.isNear(ANSWER_SECONDS / 2)) return undefined;
    const asked = threads.present;
    const request = ++this.asked;
    const message = make(request);
    const answered = new Promise<Answer>((answer) => this.open.set(request, { message, answer }));
    // A process that has nothing else to do must not end before the answer.
    threads.present?.keepProcess(true);
    threads.present?.post(message);
    const giveUp = () => {
      // After a long blocking step the timer comes before the answer that lies there.
      threads.present?.poll();
      if (!this.answer(request, undefined)) return;
      // One that took over was asked later.
      if (threads.isServing && threads.present === asked) asked?.stop('it does not answer');
    };
    const timer = setTimeout(giveUp, Math.min((seconds + ANSWER_SECONDS) * 1000, 2 ** 31 - 1));
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
      if (this.open.size === 0) threads.present?.keepProcess(false);
    }
  }

  /** Takes the answer; says whether somebody waited for it. */
  answer(request: number, active: Answer): boolean {
    const open = this.open.get(request);
    this.open.delete(request);
    open?.answer(active);
    return open !== undefined;
  }

  /** Asks another thread all that has no answer. */
  repeat(): void {
    if (this.open.size > 0) this.threads.present?.keepProcess(true);
    for (const { message } of this.open.values()) this.threads.present?.post(message);
  }

  /** Nobody will answer any more. */
  giveUp(): void {
    for (const request of this.open.keys()) this.answer(request, undefined);
  }
}
