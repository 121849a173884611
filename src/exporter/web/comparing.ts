import { Worker } from 'node:worker_threads';

/** A password to compare, and what came of it. */
export interface Comparison {
  readonly password: string;
  readonly hash: string;
}

/** From the package's build, also when the sources themselves are run. */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/exporter/web/comparer.js' : './comparer.js',
  import.meta.url,
);

let thread: Worker | undefined;

/**
 * Compares a password with a bcrypt hash in a thread of its own, which is started when it is first needed: bcrypt computes
 * for a tenth of a second and more, and frames and scrapes do not wait for that. One comparison at a time.
 */
export async function compareInThread(password: string, hash: string): Promise<boolean> {
  thread ??= started();
  const worker = thread;
  worker.ref();
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const answered = (isRight: boolean) => {
        worker.off('exit', failed);
        resolve(isRight);
      };
      const failed = () => {
        worker.off('message', answered);
        reject(new Error('the thread that compares passwords has ended'));
      };
      worker.once('message', answered).once('exit', failed);
      worker.postMessage({ password, hash } satisfies Comparison);
    });
  } finally {
    worker.unref();
  }
}

function started(): Worker {
  // The program's own flags (--import, --input-type, …) are not this thread's.
  const worker = new Worker(entry, { execArgv: [] });
  // Whatever ends it, the next comparison starts another.
  worker.once('error', () => {});
  worker.once('exit', () => {
    if (thread === worker) thread = undefined;
  });
  return worker;
}
