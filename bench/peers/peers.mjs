import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('run.sh', import.meta.url));

/** What other tools cost, on PyTorch: peers.py in an environment of its own. */
export function peers(args) {
  const { status, error } = spawnSync(SCRIPT, args, { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`bench: bench/peers/run.sh ended with code ${status}`);
}
