import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds dist/ once, so that integration tests run `import { watch } from 'trainvitals'` on what users get. */
export default function buildOnce(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const build = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8' });
  if (build.status === 0) return;
  throw new Error(
    `Integration tests run the files of dist/, and building them failed; fix what "npm run build" reports:\n${build.stdout}${build.stderr}`,
  );
}
