import type { RunReport } from '../../exporter/report.js';
import { arrange, byId, element, write } from './dom.js';

/** A browser has few connections to one place: those that hang must not keep the stream from coming back. */
const PATIENCE_MS = 10_000;

/** The run that the address names; undefined is the first. */
export const chosenRun = (): string | undefined =>
  new URLSearchParams(location.search).get('run') ?? undefined;

/** Calls back when the reader picks a run, or goes back to one. */
export function openPicker(onChoice: () => void): void {
  const select = byId('runs', HTMLSelectElement);
  select.addEventListener('change', () => {
    history.pushState(null, '', `?run=${encodeURIComponent(select.value)}`);
    onChoice();
  });
  addEventListener('popstate', onChoice);
}

/** Runs of this process; undefined where it does not answer. */
export async function fetchRuns(): Promise<readonly RunReport[] | undefined> {
  try {
    const response = await fetch('/api/runs', { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

export function drawPicker(runs: readonly RunReport[]): void {
  const select = byId('runs', HTMLSelectElement);
  byId('picker', HTMLLabelElement).hidden = runs.length < 2;
  const options = runs.map(({ run }, index) => {
    const option = select.options[index] ?? element('option');
    option.value = run;
    write(option, run);
    return option;
  });
  arrange(select, options);
  select.value = chosenRun() ?? runs[0]?.run ?? '';
}
