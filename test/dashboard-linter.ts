import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runTool } from './tools.js';

/** What a rule finds in a dashboard, an error or a warning. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
}

/** What a rule finds and is right all the same: one panel, or one of its queries. */
export interface Exclusion {
  readonly rule: string;
  readonly dashboard: string;
  readonly panel: string;
  readonly targetidx?: number;
  readonly reason: string;
}

/** The rules of the linter by what it says they check, which is also how it names them in a report. */
export function rules(): ReadonlyMap<string, string> {
  const { output } = runTool('dashboard-linter', ['rules']);
  return new Map(
    [...output.matchAll(/^\* `(\S+)` - (.+)$/gm)].map(([, name = '', checks = '']) => [checks, name]),
  );
}

/** Runs the linter on a dashboard; throws where it came to no verdict. */
export function lint(dashboard: unknown, exclusions: readonly Exclusion[] = []): Finding[] {
  const scratch = mkdtempSync(join(tmpdir(), 'trainvitals-linter-'));
  try {
    writeFileSync(join(scratch, 'dashboard.json'), JSON.stringify(dashboard));
    writeFileSync(join(scratch, 'lint.yml'), stringify({ exclusions: byRule(exclusions) }));
    const args = ['lint', '--strict', '--config', 'lint.yml', 'dashboard.json'];
    const { status, output } = runTool('dashboard-linter', args, { cwd: scratch });
    const findings = findingsIn(output);
    if (status !== (findings.length > 0 ? 1 : 0)) throw new Error(`dashboard-linter: ${output}`);
    return findings;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Exclusions without which the linter finds no more in the dashboards than with them. */
export const unneeded = (exclusions: readonly Exclusion[], dashboards: readonly unknown[]): Exclusion[] =>
  exclusions.filter((exclusion) => {
    const others = exclusions.filter((each) => each !== exclusion);
    return dashboards.every((board) => lint(board, others).length === lint(board, exclusions).length);
  });

/** A report is a heading for each rule, what the rule checks, and below it a line with a sign for each finding. */
function findingsIn(output: string): Finding[] {
  const names = rules();
  let rule = '';
  return output.split('\n').flatMap((line) => {
    rule = names.get(line) ?? rule;
    return line.startsWith('[') ? [{ rule, message: line.slice(line.indexOf('] ') + 2) }] : [];
  });
}

const byRule = (exclusions: readonly Exclusion[]) =>
  Object.fromEntries(
    exclusions.map(({ rule }) => [rule, { entries: exclusions.filter((each) => each.rule === rule) }]),
  );
