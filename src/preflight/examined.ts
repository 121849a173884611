import { checks } from './catalogue.js';
import { examine } from './examine.js';
import type { CheckReport } from './report.js';
import type { PreflightData } from './settings.js';
import type { Subject } from './subject.js';

/** What one check says of a subject, alone or with what it depends on; `settings` are its limits and seconds. */
export async function examined(
  id: string,
  { model, ...data }: Subject,
  settings: Readonly<Record<string, number>> = {},
  more: Partial<PreflightData> = {},
): Promise<CheckReport> {
  const others = Object.fromEntries(checks.map((check) => [check.id, false]));
  const { report } = await examine(model, { ...data, ...more, checks: { ...others, [id]: settings } });
  const [found] = report.checks;
  if (!found) throw new Error(`check ${id} did not run`);
  return found;
}
