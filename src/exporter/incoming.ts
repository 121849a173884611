import type { Resumed } from '../channel/messages.js';
import { type RingMemory, RingReader } from '../channel/ring.js';
import { type Frame, keepNewest, type Layout, type SentFrame } from '../frame.js';

/** What a run sends: frames in its ring and messages beside it, in the order in which they were sent. */
export class Incoming {
  private readonly layouts = new Map<number, Layout>();
  private reader: RingReader | undefined;
  /** Frames that were lost, but for those that the ring of now counts. */
  private lost = 0;
  private handled = 0;

  /** Goes on where another thread was; the message that says so is still to be handled. */
  resume({ messages, dropped }: Resumed): void {
    this.handled = messages - 1;
    this.lost = dropped;
  }

  /** One more message is handled: frames after it may be taken. */
  messageHandled(): void {
    this.handled++;
  }

  /** Frames may have this layout from now on. */
  learn(layout: Layout): void {
    this.layouts.set(layout.id, layout);
    keepNewest(this.layouts);
  }

  /** What the frame means; where nobody knows that any more, it is lost. */
  layoutOf(frame: Frame): Layout | undefined {
    const layout = this.layouts.get(frame.layout);
    if (!layout) this.lost++;
    return layout;
  }

  /** Frames come by this ring from now on. */
  read(ring: RingMemory): void {
    this.lost += this.reader?.dropped ?? 0;
    // The training thread compares counts: those of the old ring go on.
    const told = this.reader?.told;
    this.reader = new RingReader(ring);
    if (told !== undefined) this.reader.tell(told);
  }

  /**
   * Takes what is in the ring now, as far as the messages handled so far allow. What is written meanwhile waits for the
   * next time: a run that is faster than this thread must not keep it from answering. Nor is another frame begun after so
   * many `milliseconds`: says whether there was time for all.
   */
  drain(take: (frame: SentFrame) => void, milliseconds: number): boolean {
    const end = performance.now() + milliseconds;
    let left = this.reader?.unread ?? 0;
    for (; left > 0; left--) {
      const frame = this.reader?.peek();
      if (!frame || frame.messages > this.handled || performance.now() >= end) break;
      take(frame);
      this.reader?.advance();
    }
    return left === 0 || performance.now() < end;
  }

  /** A message is on its way to the training thread, which looks for it when its ring says that there is one. */
  tell(): void {
    this.reader?.tell();
  }

  get dropped(): number {
    return this.lost + (this.reader?.dropped ?? 0);
  }
}
