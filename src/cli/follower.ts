import type { RunReport } from '../exporter/report.js';
import type { Vitals } from '../index.js';
import { announcementOf, type ProgressLine, progressOf } from './progress.js';

/** Shows a run's progress and symptoms as the exporter has them: the training loop is not asked. */
export class Follower {
  private readonly timer: NodeJS.Timeout;
  private refreshing: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(
    private readonly vitals: Vitals,
    private readonly line: ProgressLine,
    private readonly planned: number,
  ) {
    vitals.on('symptom', (event) => line.say(announcementOf(event)));
    this.timer = setInterval(() => this.refresh(), line.interval);
  }

  async end(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.timer);
    await this.refresh();
    this.line.end();
  }

  /** One request at a time; a run that is too busy to be asked keeps its last line. */
  private refresh(): Promise<void> {
    this.refreshing = this.refreshing.then(async () => {
      const url = `${this.vitals.url}/api/run?run=${encodeURIComponent(this.vitals.run)}`;
      const response = await fetch(url).catch(() => undefined);
      if (!response?.ok) return;
      this.line.show(progressOf((await response.json()) as RunReport, this.planned));
    });
    return this.refreshing;
  }
}
