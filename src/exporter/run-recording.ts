import type { RunFacts } from '../channel/messages.js';
import { Recorder } from '../recording/recorder.js';

/** The recording of a run, where there is one. A disk that is full, or gone, ends it, and nothing else. */
export class RunRecording {
  private recorder: Recorder | undefined;

  constructor(
    facts: RunFacts,
    isContinued: boolean,
    private readonly ended: (message: string) => void,
  ) {
    const { record } = facts;
    if (record === undefined) return;
    this.guard(() => {
      this.recorder = new Recorder(record, facts, { isContinued });
    });
  }

  write(part: (recorder: Recorder) => void): void {
    const { recorder } = this;
    if (recorder) this.guard(() => part(recorder));
  }

  private guard(part: () => void): void {
    try {
      part();
    } catch (error) {
      this.recorder?.abandon();
      this.recorder = undefined;
      this.ended(`recording ends here: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
