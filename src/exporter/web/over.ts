import type { ServerResponse } from 'node:http';

/** Calls once when an answer was read to its end, or nobody is there any more to read it. */
export function whenOver(response: ServerResponse, call: () => void): void {
  let isOver = false;
  const once = () => {
    if (!isOver) call();
    isOver = true;
  };
  response.once('close', once);
  // Of an answer that waits behind another one only the request is closed.
  response.req.once('close', once);
}
