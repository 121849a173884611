import { createServer } from 'node:http';
import { Exposition } from '../../dist/exporter/registry.js';
import type { TapePlayer } from '../zoo/tape-player.js';

/** A server whose runs go on by being scraped. */
export interface Target {
  /** `127.0.0.1:40123`. */
  readonly address: string;
  /** Every run was played to its end, and was held. */
  readonly isOver: boolean;
  /** The longest time between two scrapes, in milliseconds. */
  readonly longestPause: number;
  stop(): void;
}

/**
 * Serves runs as one process would: each scrape finds them `steps` steps further. After its last step a run is held
 * as finished for `hold` scrapes, and is gone then.
 */
export async function startTarget(
  players: readonly TapePlayer[],
  { steps, hold }: { readonly steps: number; readonly hold: number },
): Promise<Target> {
  const exposition = new Exposition();
  const held = new Map(players.map((player) => [player, 0]));
  let step = 0;

  const next = (): Promise<string> => {
    step += steps;
    for (const [player, scrapes] of held) {
      if (scrapes === 0) {
        player.advance(step);
        if (!player.isOver) continue;
        player.finish();
      }
      held.set(player, scrapes + 1);
      if (scrapes >= hold) {
        held.delete(player);
        exposition.forget(player.run);
      }
    }
    return exposition.render([...held.keys()].map(({ run }) => run));
  };

  // What the next scrape gets is made ready before it comes: a scrape does not wait for the detectors.
  let ready = next();
  let scraped: number | undefined;
  let longestPause = 0;
  const server = createServer(async (_request, response) => {
    const now = performance.now();
    longestPause = Math.max(longestPause, now - (scraped ?? now));
    scraped = now;
    response.setHeader('content-type', exposition.contentType);
    response.end(await ready);
    response.once('finish', () => {
      ready = next();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('playing runs: the target got no port');
  return {
    address: `127.0.0.1:${address.port}`,
    get isOver() {
      return held.size === 0;
    },
    get longestPause() {
      return longestPause;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
