import type { WebServer } from '../web/web-server.js';
import { insecurity } from './insecurity.js';
import type { Opened } from './watched-file.js';

/** Files are looked at so often, in milliseconds. */
const LOOK_EVERY = 1000;

/** What is told of a configuration that changes. */
export interface Told {
  /** Another holds from now on. */
  changed(): void;
  /** It became wrong, in one line; the one before holds on. */
  wrong(message: string): void;
  /** It is not safe. */
  warning(message: string): void;
}

/** Looks at a web configuration again and again, and gives the server what has changed. */
export function reload(file: string, { watched, config }: Opened, server: WebServer, told: Told): void {
  let warning = insecurity(file, config);
  const look = async () => {
    const seen = await watched.look();
    if (seen.found === 'wrong') told.wrong(`${seen.message}; what was there before holds on`);
    if (seen.found !== 'new') return;
    try {
      server.apply(seen.config);
      told.changed();
      const before = warning;
      warning = insecurity(file, seen.config);
      if (warning !== undefined && warning !== before) told.warning(warning);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      told.wrong(`${file}: ${reason}; what was there before holds on`);
    }
  };
  // The next look begins after the end of this one: a disk that hangs is not asked again and again.
  const next = () => setTimeout(() => void look().finally(next), LOOK_EVERY).unref();
  next();
}
