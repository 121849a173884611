import { DEFAULT_PORT } from '../options.js';

export { JOB } from '../series.js';

/** Ports that the services listen on, in compose and on one machine alike. */
export const PORTS = {
  agent: DEFAULT_PORT,
  prometheus: 9090,
  alertmanager: 9093,
  receiver: 9095,
  grafana: 3000,
} as const;

export type Service = keyof typeof PORTS;

/** Host and port of a service, where its host is known. */
export type Address = (service: Service) => string;

/** Everything on one machine. */
export const onThisMachine: Address = (service) => `localhost:${PORTS[service]}`;

/** In docker-compose each service is a host; the agent's is the demo. */
export const inCompose: Address = (service) => `${service === 'agent' ? 'demo' : service}:${PORTS[service]}`;
