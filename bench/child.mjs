import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a script of its own process; resolves to the one message that it sends, or to the `error` that it ended with. */
export function child(script, args) {
  return new Promise((resolve) => {
    const forked = fork(fileURLToPath(script), args.map(String), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let [message, complaint] = [undefined, ''];
    forked.stderr.on('data', (text) => {
      complaint = `${complaint}${text}`.slice(-4000);
    });
    forked.on('message', (found) => {
      message = found;
    });
    forked.on('close', (code, signal) => {
      resolve(message ?? { error: `ended with ${signal ?? `code ${code}`}: ${reason(complaint)}` });
    });
  });
}

/** The line of a stack trace that says what happened; results name no path of a machine. */
const reason = (complaint) =>
  (/^\w*Error: .*$/m.exec(complaint)?.[0] ?? complaint.trim().split('\n').at(-1) ?? '').replaceAll(
    /(file:\/\/)?(\/[^\s/:'"]+){2,}/g,
    '…',
  );
