/** Ctrl-C, or a container that is stopped: the first asks for a clean end, the second ends at once. */
export class Interrupt {
  requested = false;
  readonly happened: Promise<void>;
  private resolve: () => void = () => {};
  /** A promise alone keeps no process alive. */
  private readonly alive = setInterval(() => {}, 60_000);

  constructor() {
    this.happened = new Promise((resolve) => {
      this.resolve = resolve;
    });
    process.on('SIGINT', this.request);
    process.on('SIGTERM', this.request);
  }

  private readonly request = () => {
    if (this.requested) process.exit(130);
    this.requested = true;
    this.resolve();
  };

  dispose(): void {
    clearInterval(this.alive);
    process.off('SIGINT', this.request);
    process.off('SIGTERM', this.request);
  }
}
