import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { move } from './move.js';

/** What npm writes beside node_modules, whichever of them a project has. */
const MANIFESTS = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock'];

/** Written in place by npm, so that a second name for it would show what comes. All else in node_modules it replaces. */
const HIDDEN_LOCK = '.package-lock.json';

/** A project as it was. */
export interface Snapshot {
  /** Puts it back; the snapshot is used up. */
  restore(): void;
}

/** Keeps what `npm install` may change in `folder`, which is to lie beside node_modules: it costs hardly any space. */
export function takeSnapshot(project: string, folder: string): Snapshot {
  mkdirSync(folder);
  const had = MANIFESTS.filter((name) => existsSync(join(project, name)));
  for (const name of had) copyFileSync(join(project, name), join(folder, name));
  const modules = join(project, 'node_modules');
  const kept = join(folder, 'node_modules');
  const hadModules = existsSync(modules);
  if (hadModules) linkTree(modules, kept);

  return {
    restore() {
      for (const name of MANIFESTS) {
        if (had.includes(name)) copyFileSync(join(folder, name), join(project, name));
        else rmSync(join(project, name), { force: true });
      }
      if (!hadModules) {
        rmSync(modules, { recursive: true, force: true });
        return;
      }
      // Entry by entry: node_modules itself may be a mount point.
      mkdirSync(modules, { recursive: true });
      for (const name of readdirSync(modules)) rmSync(join(modules, name), { recursive: true });
      for (const name of readdirSync(kept)) move(join(kept, name), join(modules, name));
    },
  };
}

/** The same tree with the same files under second names. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.name === HIDDEN_LOCK) copyFileSync(source, target);
    else linkOrCopy(source, target);
  }
  chmodSync(to, statSync(from).mode);
}

/** Not every file system knows hard links, and none across its border. */
function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
