import type { RunReport } from '../exporter/report.js';
import type { SymptomEvent } from '../handle.js';

/** Output with one line at the bottom that is rewritten in place on a terminal, and printed now and then elsewhere. */
export class ProgressLine {
  private shown = '';

  constructor(private readonly out: NodeJS.WriteStream) {}

  /** Milliseconds between two updates that make sense here. */
  get interval(): number {
    return this.out.isTTY ? 250 : 1000;
  }

  /** Replaces the line. */
  show(line: string): void {
    if (line === this.shown) return;
    this.shown = line;
    this.out.write(
      this.out.isTTY ? `\r\u001b[2K${line.slice(0, (this.out.columns || 80) - 1)}` : `${line}\n`,
    );
  }

  /** Prints text above the line. */
  say(text: string): void {
    if (this.out.isTTY && this.shown !== '') this.out.write('\r\u001b[2K');
    this.out.write(`${text}\n`);
    if (this.out.isTTY) this.out.write(this.shown);
  }

  /** Leaves the line where it is. */
  end(): void {
    if (this.out.isTTY && this.shown !== '') this.out.write('\n');
    this.shown = '';
  }
}

/** A run in one line. */
export function progressOf(report: RunReport, steps: number): string {
  const { step, loss, metrics, stepsPerSecond, overhead, symptoms } = report;
  const accuracy = metrics.acc ?? metrics.accuracy ?? null;
  const active = [...new Set(symptoms.map(({ symptom }) => symptom))];
  return [
    `step ${step}/${steps}`,
    // The exporter tells a loss that is not finite as null, and every step has one.
    `loss ${step === 0 ? '–' : (loss?.toPrecision(4) ?? 'not finite')}`,
    `accuracy ${percent(accuracy, 0)}`,
    `${stepsPerSecond?.toFixed(1) ?? '–'} steps/s`,
    `agent ${percent(overhead, 1)}`,
    active.length > 0 ? active.join(', ') : 'no symptoms',
  ].join('  ');
}

const percent = (share: number | null, digits: number) =>
  share === null ? '–' : `${(100 * share).toFixed(digits)} %`;

/** A symptom that was raised or cleared, and what to try first. */
export function announcementOf(event: SymptomEvent): string {
  const { symptom, state, severity, step, message, remedies } = event;
  const where = [event.layer, event.variable].filter(Boolean).join('/');
  if (state === 'cleared') return `cleared  ${symptom}${where && ` of ${where}`} at step ${step}`;
  return `raised   ${symptom} (${severity}) at step ${step}: ${message}\n         try: ${remedies[0] ?? ''}`;
}
