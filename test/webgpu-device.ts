import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { loadBackend } from '../src/demo/backend.js';
import { missing } from './tools.js';

/** The Vulkan device in software that Debian's chromium brings along. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/**
 * Makes tfjs' webgpu backend the current one, on that device unless the environment names another. For
 * `describe.runIf(await requireWebgpu())`; see {@link missing} where there is none.
 */
export async function requireWebgpu(): Promise<boolean> {
  // The loader of Vulkan and Dawn read both when they start.
  if (existsSync(SWIFTSHADER)) process.env.VK_ICD_FILENAMES ??= SWIFTSHADER;
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  try {
    await loadBackend('webgpu');
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return missing(
      `${reason}: npm install, and apt-get install -y --no-install-recommends libvulkan1 chromium or a GPU`,
    );
  }
}
