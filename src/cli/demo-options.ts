import { backendNames } from '../demo/backend.js';
import { faults } from '../demo/faults.js';
import type { FaultyRun } from '../demo/run.js';
import { argumentsOf } from './arguments.js';

/** What `trainvitals demo` was asked for. */
export interface DemoOptions {
  /** The faulty run to train; `list` to list them. */
  readonly fault?: FaultyRun | 'list';
  readonly backend: string;
  readonly host?: string;
  readonly port?: number;
  /** Optimizer steps after which the demo ends by itself. */
  readonly steps?: number;
  /** File that the run is recorded to. */
  readonly record?: string;
}

/** One line a faulty run. */
export const faultList = (): string =>
  faults.map(({ symptom, mistake }) => `${symptom.padEnd(26)}${mistake}`).join('\n');

/** Reads the flags; throws one line for what is wrong. */
export function parseDemoOptions(args: string[]): DemoOptions {
  const { values } = argumentsOf({
    args,
    options: {
      fault: { type: 'string' },
      backend: { type: 'string', default: 'wasm' },
      host: { type: 'string' },
      port: { type: 'string' },
      steps: { type: 'string' },
      record: { type: 'string' },
    },
  });
  const { fault, backend, host, port, steps, record } = values;
  if (!backendNames.includes(backend)) {
    throw new Error(`--backend must be one of ${backendNames.join(', ')}, got "${backend}"`);
  }
  return {
    ...(fault !== undefined && { fault: fault === 'list' ? fault : findFault(fault) }),
    backend,
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: wholeNumber('--port', port, 0, 65_535) }),
    ...(record !== undefined && { record }),
    ...(steps !== undefined && { steps: wholeNumber('--steps', steps, 1, 1_000_000) }),
  };
}

function findFault(name: string): FaultyRun {
  const found = faults.find(({ symptom }) => symptom === name);
  if (found) return found;
  const known = faults.map(({ symptom }) => symptom).join(', ');
  throw new Error(`--fault must be list or one of ${known}, got "${name}"`);
}

function wholeNumber(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new Error(`${flag} must be a whole number, ${min} to ${max}, got "${text}"`);
}
