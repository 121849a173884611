import type { TestContext } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** By what is counted, such as `inputs tried`. */
    figures?: Record<string, number>;
  }
}

/**
 * What a test has tried, held or survived, by what is counted: docs/reliability.md shows it beside the promise that the
 * test proves. Figures of several tests of a promise are added up.
 */
export function figures({ task }: Pick<TestContext, 'task'>, found: Readonly<Record<string, number>>): void {
  task.meta.figures = { ...task.meta.figures, ...found };
}
