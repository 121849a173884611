import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/closing-line.js';
import { Reliability } from './test/reliability/reporter.js';

/** What both kinds of tests share; real servers, real training and two noisy cores need generous limits. */
const shared = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // The exporter is a worker thread loaded from dist/, so integration tests must run those very files.
  server: { deps: { external: [/\/dist\//] } },
};

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', new Reliability(), new ClosingLine()],
    projects: [
      { test: { ...shared, name: 'unit', include: ['src/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/global-setup.ts'],
        },
      },
    ],
  },
});
