/** Who waits for a last scrape. */
interface Waiting {
  /** Scrapes up to this one had begun before. */
  readonly since: number;
  /** Whose next scrape is waited for: those who were connected. */
  readonly expected: Set<object>;
  readonly answer: () => void;
  /** Whether anybody has scraped since. */
  isSeen: boolean;
}

/**
 * The scrapes of an exporter, and those who wait for the last one of every Prometheus that scrapes it: of a pair each
 * must have seen how the run ended. A Prometheus is told apart by its connection, which it keeps from scrape to scrape;
 * where nobody is connected, any one scrape will do.
 */
export class Scrapes {
  private begun = 0;
  private scraped = 0;
  private readonly connected = new Set<object>();
  private waiting: Waiting[] = [];

  /** Whether there ever was one. */
  get any(): boolean {
    return this.scraped > 0;
  }

  /** A scrape begins; returns its number. */
  begin(): number {
    return ++this.begun;
  }

  /** A scrape was handed to the network whole; `connection` is that of a Prometheus, which keeps it. */
  end(serial: number, connection?: object): void {
    this.scraped++;
    if (connection) this.connected.add(connection);
    this.waiting = this.waiting.filter((each) => {
      if (serial <= each.since) return true;
      each.isSeen = true;
      if (connection) each.expected.delete(connection);
      if (each.expected.size > 0) return true;
      each.answer();
      return false;
    });
  }

  /** A connection was closed: nothing more comes through it, and who comes back comes through another. */
  close(connection: object): void {
    this.connected.delete(connection);
    this.waiting = this.waiting.filter((each) => {
      each.expected.delete(connection);
      // The others have seen it already.
      if (each.expected.size > 0 || !each.isSeen) return true;
      each.answer();
      return false;
    });
  }

  /** Calls once every Prometheus that is connected has begun and ended a scrape from now on. */
  wait(answer: () => void): void {
    this.waiting.push({ since: this.begun, expected: new Set(this.connected), answer, isSeen: false });
  }
}
