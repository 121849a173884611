import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What {@link isPlaceForFile} asks for. */
export const PLACE_FOR_FILE = 'a file in a folder that there is';

/** Whether a file can have this name: its folder is there, and it is no folder itself. */
export const isPlaceForFile = (file: string): boolean => isFolder(dirname(file)) && !isFolder(file);

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
