import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf } from './arguments.js';

export const usage = `trainvitals dashboards --out DIR
  Writes the Grafana dashboards (classic JSON, Grafana 10 to 13) to a folder, to import or to provision.`;

const SOURCE = fileURLToPath(new URL('../../dashboards/', import.meta.url));

/** Copies the dashboards of the package. */
export async function run(args: string[]): Promise<number> {
  let out: string | undefined;
  try {
    out = argumentsOf({ args, options: { out: { type: 'string' } } }).values.out;
  } catch (error) {
    console.error(`trainvitals dashboards: ${messageOf(error)}`);
    return 2;
  }
  if (out === undefined) {
    console.error('trainvitals dashboards: expected --out DIR, got none: name the folder to write to');
    return 2;
  }
  return copy(out);
}

function copy(folder: string): number {
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(SOURCE).filter((each) => each.endsWith('.json'))) {
      copyFileSync(join(SOURCE, name), join(folder, name));
      console.log(join(folder, name));
    }
    return 0;
  } catch (error) {
    console.error(`trainvitals dashboards: cannot write to ${folder}: ${messageOf(error)}`);
    return 1;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
