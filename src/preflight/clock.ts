/** The time of one check, and what it says while it works. */
export class Clock {
  private readonly began = performance.now();
  private cut = false;

  constructor(
    private readonly limit: number,
    private readonly listener: (progress: string) => void = () => {},
  ) {}

  get seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** Whether the share of the time limit is over; a check that stops for the whole of it was cut short. */
  isOver(share = 1): boolean {
    const isOver = this.seconds >= share * this.limit;
    if (isOver && share === 1) this.cut = true;
    return isOver;
  }

  get cutShort(): boolean {
    return this.cut;
  }

  /** Says how far it is, and lets the event loop of the process turn. */
  async pause(progress?: string): Promise<void> {
    if (progress !== undefined) this.listener(progress);
    await new Promise((resume) => setImmediate(resume));
  }
}
