import type { Progress } from './examine.js';
import { inOneLine, shorten } from './plain-text.js';
import type { PreflightData } from './settings.js';

/** Times a second that the line is written at most. */
const A_SECOND = 10;

/** One line of a terminal that is written over: which check runs, and how far it is. Of anything but a terminal, nothing. */
export class ProgressLine {
  private check = '';
  private written = Number.NEGATIVE_INFINITY;

  constructor(private readonly out: NodeJS.WriteStream) {}

  /** What `examine` tells, where the caller wants to see something. */
  listener({ print }: Pick<PreflightData, 'print'>): Progress {
    if (!this.out.isTTY || print === false) return {};
    return {
      began: (check, number, of) => {
        this.check = `${number}/${of} ${check}`;
        this.show(this.check);
      },
      said: (progress) => {
        if (performance.now() - this.written >= 1000 / A_SECOND) this.show(`${this.check}: ${progress}`);
      },
    };
  }

  clear(): void {
    if (this.written > 0) this.out.write('\r\u001b[K');
    this.written = Number.NEGATIVE_INFINITY;
  }

  private show(text: string): void {
    this.written = performance.now();
    this.out.write(`\r\u001b[K${shorten(inOneLine(text), (this.out.columns || 80) - 1)}`);
  }
}
