import { stat } from 'node:fs/promises';
import { readWebConfig, type WebConfig } from './web-config.js';

/** What a look at the files found. */
export type Look =
  | { readonly found: 'nothing new' }
  | { readonly found: 'new'; readonly config: WebConfig }
  /** What is wrong with it; told once, until it is something else. */
  | { readonly found: 'wrong'; readonly message: string };

/** A file that was right when it was opened. */
export interface Opened {
  readonly watched: WatchedFile;
  readonly config: WebConfig;
}

/** A web configuration file and those that it names, which are read again when one of them changes. */
export class WatchedFile {
  private told: string | undefined;

  private constructor(
    private readonly file: string,
    private files: readonly string[],
    private signature: string,
  ) {}

  /** Reads a file; throws one line where it is wrong. */
  static async open(file: string): Promise<Opened> {
    const config = await readWebConfig(file);
    return { watched: new WatchedFile(file, config.files, await signatureOf(config.files)), config };
  }

  /** Looks whether anything has changed. What is wrong is looked at again each time: it may be half-written. */
  async look(): Promise<Look> {
    // Before it is read: what is written while it is read is seen the next time.
    const signature = await signatureOf(this.files);
    if (signature === this.signature) return this.forgive();
    try {
      const config = await readWebConfig(this.file);
      this.told = undefined;
      const isSame = config.files.join() === this.files.join();
      this.files = config.files;
      this.signature = isSame ? signature : await signatureOf(config.files);
      return { found: 'new', config };
    } catch (error) {
      return this.complain(error instanceof Error ? error.message : String(error));
    }
  }

  /** What is wrong for the first time gets a second look, and what was told before is no news. */
  private complain(message: string): Look {
    const isNews = this.told !== undefined && this.told !== message;
    this.told = this.told === undefined ? '' : message;
    return isNews ? { found: 'wrong', message } : { found: 'nothing new' };
  }

  /** All is as it was when it was right. */
  private forgive(): Look {
    this.told = undefined;
    return { found: 'nothing new' };
  }
}

/** How files look from outside; a link to another file, or one that is gone, looks otherwise too. */
async function signatureOf(files: readonly string[]): Promise<string> {
  const looks = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ dev, ino, size, mtimeMs, ctimeMs }) => [dev, ino, size, mtimeMs, ctimeMs].join(':'),
        () => 'gone',
      ),
    ),
  );
  return looks.join(' ');
}
