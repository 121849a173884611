import type { Frame, Layout } from '../frame.js';
import { Evaluations } from './evaluations.js';
import { Frozen } from './frozen.js';
import { GradientFlow } from './gradient-flow.js';
import { GradientGrowth } from './gradient-growth.js';
import { LossLevel } from './loss-level.js';
import { StepTime } from './step-time.js';
import { VitalStore } from './store.js';
import { Unchanged } from './unchanged.js';
import { UpdateSize } from './update-size.js';
import type { Window } from './window.js';

/** Everything known of a run: the last statistics and the windows over them. */
export class VitalSigns {
  readonly store = new VitalStore();
  private readonly windows: readonly Window[] = [
    new Frozen(),
    new StepTime(),
    new LossLevel(),
    new UpdateSize(),
    new Unchanged(),
    new GradientFlow(),
    new GradientGrowth(),
    new Evaluations(),
  ];

  observe(frame: Frame, layout: Layout): void {
    this.store.apply(frame, layout);
    for (const window of this.windows) window.observe(this.store, frame, layout);
  }
}
