import { cpSync, renameSync, rmSync } from 'node:fs';

/** Renames a file or folder; copies it where `to` lies on another file system, as a mounted node_modules does. */
export function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    rmSync(from, { recursive: true });
  }
}
