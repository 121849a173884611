import { gzipSync } from 'node:zlib';

/** What a scrape is answered with. */
export interface Rendered {
  readonly text: string;
  readonly contentType: string;
  /** Counts the scrapes. */
  readonly serial: number;
}

/** One rendering, for all who asked for it: its bytes are there once, however many read them, or do not. */
export class Rendering {
  readonly contentType: string;
  readonly serial: number;
  readonly plain: Buffer;
  private small: Buffer | undefined;

  constructor({ text, contentType, serial }: Rendered) {
    this.contentType = contentType;
    this.serial = serial;
    this.plain = Buffer.from(text);
  }

  /**
   * Compressed when first asked for, here: where the training keeps the processors busy, to wait for another thread takes
   * longer than the few milliseconds of the work.
   */
  get gzipped(): Buffer {
    this.small ??= gzipSync(this.plain, { level: 1 });
    return this.small;
  }
}

/** The renderings of scrapes: who asks while one is made gets that one. */
export class Renderings {
  private running: Promise<Rendering> | undefined;

  constructor(private readonly render: () => Promise<Rendered>) {}

  next(): Promise<Rendering> {
    this.running ??= this.made().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async made(): Promise<Rendering> {
    return new Rendering(await this.render());
  }
}
