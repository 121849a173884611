import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../stack/server.js';
import { missing } from '../tools.js';

/** A namespace of its own for mounts: what is mounted there is gone with the program, however it ends. */
const unshare = ['unshare', process.getuid?.() === 0 ? '-m' : '-rm', '--', 'sh', '-ec'];

/** Whether a real small disk can be had here. */
export function canMount(): boolean {
  const [command = '', ...args] = unshare;
  const { status, stderr, error } = spawnSync(command, [...args, 'mount -t tmpfs -o size=64k none /mnt'], {
    encoding: 'utf8',
  });
  if (status === 0) return true;
  return missing(
    `a tmpfs cannot be mounted: ${error?.message ?? stderr.trim()}; run it as root, or where users may have namespaces`,
  );
}

/** A disk of this size, and what runs a program that sees it. */
export interface SmallDisk {
  /** Where the program finds it. */
  readonly folder: string;
  /** What was on it when the program ended. */
  readonly left: string;
  readonly within: (command: readonly string[]) => readonly string[];
}

/** `before` is run in a shell first, with the disk as $1. */
export async function smallDisk(size: string, before = 'true'): Promise<SmallDisk> {
  const scratch = await scratchFolder('disk');
  const [folder, left] = [join(scratch, 'disk'), join(scratch, 'left')];
  for (const each of [folder, left]) mkdirSync(each);
  const script = `mount -t tmpfs -o size=${size} none "$1"; ${before}; left="$2"; disk="$1"; shift 2; code=0; "$@" || code=$?; cp -r "$disk/." "$left"; exit $code`;
  return { folder, left, within: (command) => [...unshare, script, 'sh', folder, left, ...command] };
}
