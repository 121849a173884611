import { type Address, JOB } from './services.js';
import { yaml } from './yaml.js';

/** Scrapes of 15 s: what the ranges of the rules are made for. */
const INTERVAL = '15s';

/** Prometheus' configuration: one job for all agents, the rules, and where alerts go. */
export const prometheusConfig = (address: Address, rulesFile: string): string =>
  yaml({
    global: { scrape_interval: INTERVAL, scrape_timeout: '10s', evaluation_interval: INTERVAL },
    rule_files: [rulesFile],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [address('alertmanager')] }] }] },
    scrape_configs: [{ job_name: JOB, static_configs: [{ targets: [address('agent')] }] }],
  });
