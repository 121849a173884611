import { backendNames } from '../demo/backend.js';
import { faults } from '../demo/faults.js';
import type { FaultyRun } from '../demo/run.js';
import { type Severity, TrainvitalsError } from '../index.js';
import { checks as catalogue } from '../preflight/catalogue.js';
import { isPlaceForFile, PLACE_FOR_FILE } from '../preflight/file-place.js';
import { SEVERITIES } from '../preflight/gravity.js';
import { argumentsOf } from './arguments.js';
import { faultList } from './demo-options.js';

/** What `trainvitals check` was asked for. */
export interface CheckOptions {
  readonly file: string | undefined;
  readonly fault: FaultyRun | undefined;
  readonly backend: string;
  readonly gate: Severity | undefined;
  readonly html: string | undefined;
  readonly json: string | undefined;
  /** Checks that are left out. */
  readonly checks: Readonly<Record<string, false>> | undefined;
}

/** Reads the flags, or the text that is asked for instead; throws one line for what is wrong. */
export function parseCheckOptions(args: string[]): CheckOptions | string {
  const { values, positionals } = parsed(args);
  const { fault, backend, gate: wanted, html, json, only, skip } = values;
  if (fault === 'list') return faultList();
  const [file, ...more] = positionals;
  if (more.length > 0) refuse(`expected one file, got ${positionals.length}: ${positionals.join(', ')}`);
  if (file !== undefined && (fault !== undefined || backend !== undefined))
    refuse('--fault and --backend are for the demo: leave them out with a file');
  const gate = SEVERITIES.find((each) => each === wanted);
  if (wanted !== undefined && !gate)
    refuse(`--gate must be one of ${SEVERITIES.join(', ')}, got "${wanted}"`);
  if (backend !== undefined && !backendNames.includes(backend))
    refuse(`--backend must be one of ${backendNames.join(', ')}, got "${backend}"`);
  if (json !== undefined && !isPlaceForFile(json)) refuse(`--json must be ${PLACE_FOR_FILE}, got "${json}"`);
  if (only !== undefined && skip !== undefined) refuse('--only and --skip say the same: give one of them');
  return {
    file,
    fault: fault === undefined ? undefined : faultOf(fault),
    backend: backend ?? 'wasm',
    gate,
    html,
    json,
    checks: leftOut(only, skip),
  };
}

function parsed(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    return argumentsOf({
      args,
      allowPositionals: true,
      options: { fault: text, backend: text, gate: text, html: text, json: text, only: text, skip: text },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function faultOf(name: string): FaultyRun {
  const found = faults.find(({ symptom }) => symptom === name);
  return (
    found ??
    refuse(`--fault must be list or one of ${faults.map(({ symptom }) => symptom).join(', ')}, got "${name}"`)
  );
}

function leftOut(only: string | undefined, skip: string | undefined): CheckOptions['checks'] {
  const ids = catalogue.map(({ id }) => id);
  const named = (only ?? skip)?.split(',').map((id) => id.trim());
  if (!named) return undefined;
  const unknown = named.find((id) => !ids.includes(id));
  if (unknown !== undefined) refuse(`unknown check "${unknown}"; known are ${ids.join(', ')}`);
  const isOut = (id: string) => (only === undefined ? named.includes(id) : !named.includes(id));
  return Object.fromEntries(ids.filter(isOut).map((id) => [id, false]));
}

function refuse(message: string): never {
  throw new TrainvitalsError('OPTION', message);
}
