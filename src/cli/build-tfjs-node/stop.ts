/** Ctrl-C, a closed terminal, a container that is stopped: asks the build to undo what it did. Asking again changes nothing. */
export class Stop {
  private readonly controller = new AbortController();
  readonly signal: AbortSignal = this.controller.signal;

  constructor() {
    for (const name of SIGNALS) process.on(name, this.request);
  }

  private readonly request = () => this.controller.abort();

  dispose(): void {
    for (const name of SIGNALS) process.off(name, this.request);
  }
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
