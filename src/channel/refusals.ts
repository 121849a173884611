import { TrainvitalsError } from '../errors.js';
import type { FromExporter } from './messages.js';
import type { Place } from './place.js';
import { holderOf } from './served-ports.js';

/** What is written of an exporter that cannot serve. */
export function refusal(
  { host, port }: Place,
  { code, message }: FromExporter & { type: 'refused' },
): TrainvitalsError {
  if (code === 'EADDRINUSE') return new PortTaken(host, port);
  if (code === 'WEB_CONFIG') return new TrainvitalsError('OPTION', `watch(): option "webConfig": ${message}`);
  return new TrainvitalsError('PORT', `watch(): listening on ${host}:${port}: ${message}`);
}

/** Somebody else listens there. */
export class PortTaken extends TrainvitalsError {
  constructor(host: string, first: number, last = first) {
    const ports = first === last ? `port ${first} on ${host} is` : `ports ${first} to ${last} on ${host} are`;
    const next = first === last ? '`nextFreePort: true`, ' : '';
    super(
      'PORT',
      `watch(): ${ports} taken${first === last ? ` by ${holderOf(first)}` : ''}; pass another \`port\`, ${next}or 0 for any free one`,
    );
  }
}
