import { resolve } from 'node:path';
import { TrainvitalsError } from '../errors.js';

/** Where an exporter serves, and how. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** Path of a web configuration file. */
  readonly webConfig: string | undefined;
}

/** Where one serves. */
export interface Served extends Place {
  readonly isSecure: boolean;
}

export const addressOf = ({ host, port }: Pick<Place, 'host' | 'port'>): string => `${host}:${port}`;

/** The address as one enters it on this machine. */
export function urlOf({ host, port, isSecure }: Served): string {
  const reached = host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host;
  return `${isSecure ? 'https' : 'http'}://${reached}:${port}`;
}

/** Who joins must mean the same: a run that asks for a lock is not served without one, nor the other way round. */
export function checkShared(place: Place, { webConfig }: Place): void {
  const [own, asked] = [place.webConfig, webConfig];
  if (own === asked || (own !== undefined && asked !== undefined && resolve(own) === resolve(asked))) return;
  throw new TrainvitalsError(
    'OPTION',
    `watch(): option "webConfig" must be that of the other runs on ${addressOf(place)} (${own ?? 'none'}), got ${asked ?? 'none'}; or pass another \`port\``,
  );
}
