import type { PreflightReport } from './report.js';

/** By model: what is said of one goes when it goes. */
const reports = new WeakMap<object, PreflightReport>();

/** Keeps what a preflight found of a model, for whoever watches it later; the newest report of a model counts. */
export function remember(model: object, report: PreflightReport): void {
  reports.set(model, report);
}

/** What the last preflight of a model found, where one was run in this process. */
export const recall = (model: object): PreflightReport | undefined => reports.get(model);
