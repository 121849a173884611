import type { Frame, Layout } from '../frame.js';
import { ClassBalance } from './class-balance.js';
import { Evaluations } from './evaluations.js';
import { Frozen } from './frozen.js';
import { GradientFlow } from './gradient-flow.js';
import { GradientGrowth } from './gradient-growth.js';
import { Gradientless } from './gradientless.js';
import { Initialization } from './initialization.js';
import { Inputs } from './inputs.js';
import { LossLevel } from './loss-level.js';
import { LossSpikes } from './loss-spikes.js';
import { Onset } from './onset.js';
import { Regularization } from './regularization.js';
import { StepTime } from './step-time.js';
import { VitalStore } from './store.js';
import { TensorGrowth } from './tensor-growth.js';
import { Throughput } from './throughput.js';
import { Unchanged } from './unchanged.js';
import { UpdateSize } from './update-size.js';
import type { Window } from './window.js';

/** Everything known of a run: the last statistics and the windows over them. */
export class VitalSigns {
  readonly store = new VitalStore();
  private readonly windows: readonly Window[] = [
    new Frozen(),
    new StepTime(),
    new LossSpikes(),
    new LossLevel(),
    new UpdateSize(),
    new Unchanged(),
    new GradientFlow(),
    new GradientGrowth(),
    new Gradientless(),
    new Initialization(),
    new Regularization(),
    new Inputs(),
    new ClassBalance(),
    new Throughput(),
    new TensorGrowth(),
    new Evaluations(),
    new Onset(),
  ];

  observe(frame: Frame, layout: Layout): void {
    this.store.apply(frame, layout);
    for (const window of this.windows) window.observe(this.store, frame, layout);
  }
}
