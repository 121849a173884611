import type { Symptom } from '../symptoms/symptom.js';
import { agentDashboard } from './dashboards/agent.js';
import { fleetDashboard } from './dashboards/fleet.js';
import { layersDashboard } from './dashboards/layers.js';
import { runDashboard } from './dashboards/run.js';
import { symptomsDashboard } from './dashboards/symptoms.js';
import { inCompose } from './services.js';
import { yaml } from './yaml.js';

/** The dashboards by file name. */
export const dashboards = (catalogue: readonly Symptom[]): Readonly<Record<string, string>> => ({
  'fleet.json': json(fleetDashboard(catalogue)),
  'run.json': json(runDashboard(catalogue)),
  'layers.json': json(layersDashboard(catalogue)),
  'symptoms.json': json(symptomsDashboard(catalogue)),
  'agent.json': json(agentDashboard(catalogue)),
});

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Where Grafana's container finds the dashboards; docker-compose mounts them there. */
export const DASHBOARD_FOLDER = '/var/lib/grafana/dashboards';

/** Provisioning of Grafana: Prometheus as the data source, the dashboards from a folder. */
export const provisioning: Readonly<Record<string, string>> = {
  'datasources/trainvitals.yml': yaml({
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        uid: 'trainvitals-prometheus',
        type: 'prometheus',
        access: 'proxy',
        url: `http://${inCompose('prometheus')}`,
        isDefault: true,
        jsonData: { timeInterval: '15s', httpMethod: 'POST' },
      },
    ],
  }),
  'dashboards/trainvitals.yml': yaml({
    apiVersion: 1,
    providers: [
      { name: 'trainvitals', type: 'file', folder: 'Training', options: { path: DASHBOARD_FOLDER } },
    ],
  }),
};
