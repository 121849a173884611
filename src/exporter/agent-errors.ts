import { stages } from '../channel/stages.js';
import type { VitalStore } from '../vitals/store.js';

/** Errors of the agent by stage, as series of the run: those of the training thread, and this thread's own. */
export class AgentErrors {
  private heard: Readonly<Record<string, number>> = {};
  private own = 0;
  /** Of them those that were told to the training thread, which counts them too once it hears of them. */
  private told = 0;

  constructor(
    private readonly store: VitalStore,
    private readonly tell: (message: string) => void,
  ) {
    this.count();
  }

  /** What the training thread counts. */
  hear(errors: Readonly<Record<string, number>>): void {
    this.heard = { ...errors };
    this.count();
  }

  /** One of this thread's own, which nobody is told of. */
  add(): void {
    this.own++;
    this.count();
  }

  /** One that the training thread is told of; counted at once, as it may be long in hearing of it. */
  addTold(message: string): void {
    this.told++;
    this.add();
    this.tell(message);
  }

  get all(): Readonly<Record<string, number>> {
    const heard = this.heard.exporter ?? 0;
    return { ...this.heard, exporter: heard + this.own - Math.min(heard, this.told) };
  }

  private count(): void {
    const { all } = this;
    for (const stage of stages) this.store.set('agentErrors', all[stage] ?? 0, { stage });
  }
}
