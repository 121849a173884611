import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const fileAt = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a program of this folder with a saboteur in its exporter threads; what it printed. */
export async function run<T>(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<T> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', fileAt('sabotage.mjs'), fileAt(name), ...args],
    { env: { ...process.env, ...env } },
  );
  return JSON.parse(stdout) as T;
}
