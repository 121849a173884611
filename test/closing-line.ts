import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Ends the output with a line of its own, `N passed, N failed`; what failed outside a test counts as failed. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    process.stdout.write(`\n${closingLine(modules, unhandled.length)}\n`);
  }
}

/** Counts tests by their result; errors of a file or suite, and those nobody caught, are failures as well. */
export function closingLine(modules: readonly CountedModule[], unhandled: number): string {
  const count = { passed: 0, failed: unhandled, skipped: 0 };
  for (const module of modules) {
    count.failed += module.errors().length;
    for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that was never run, because its file or a hook failed, has not passed.
      if (state === 'pending') count.skipped++;
      else count[state]++;
    }
  }
  // A run that never came to its tests, because the set-up failed, has not succeeded.
  if (modules.length === 0 && unhandled === 0) count.failed++;
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  return `${count.passed} passed, ${count.failed} failed${skipped}`;
}

/** The part of vitest's `TestModule` that is counted. */
export interface CountedModule {
  errors(): readonly unknown[];
  readonly children: {
    allSuites(): Iterable<{ errors(): readonly unknown[] }>;
    allTests(): Iterable<{ result(): { state: 'pending' | 'passed' | 'failed' | 'skipped' } }>;
  };
}
