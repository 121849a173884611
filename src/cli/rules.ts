import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rules } from '../generate/alerts.js';
import { prometheusRule } from '../generate/kubernetes.js';
import type { RuleSettings } from '../generate/settings.js';
import { catalogue } from '../symptoms/catalogue.js';
import { argumentsOf } from './arguments.js';
import { movedLimits } from './moved-limits.js';

export const usage = `trainvitals rules [options]
  Prints the Prometheus rules, or writes them to a folder.
  --set SYMPTOM.LIMIT=NUMBER  moves a limit, for example dead-relu.share=0.6 (repeatable);
                              "limit" is the main one, the first that trainvitals explain lists
  --disable SYMPTOM           leaves a symptom out (repeatable)
  --runbooks URL              root of the repository the runbooks are in
  --grafana URL               root of the Grafana the dashboards are in
  --kubernetes                as a PrometheusRule of the Prometheus operator
  --out DIR                   writes DIR/trainvitals.rules.yml, or DIR/prometheus-rule.yaml`;

/** Compiles the rules with the user's limits; 2 where an option is wrong, with nothing written. */
export async function run(args: string[]): Promise<number> {
  let text: string;
  let out: string | undefined;
  let name: string;
  try {
    const { values } = argumentsOf({
      args,
      options: {
        set: { type: 'string', multiple: true, default: [] },
        disable: { type: 'string', multiple: true, default: [] },
        runbooks: { type: 'string' },
        grafana: { type: 'string' },
        kubernetes: { type: 'boolean', default: false },
        out: { type: 'string' },
      },
    });
    const { runbooks, grafana } = values;
    const settings: RuleSettings = {
      limits: movedLimits(values.set),
      disabled: values.disable,
      ...(runbooks !== undefined && { runbooks }),
      ...(grafana !== undefined && { grafana }),
    };
    text = (values.kubernetes ? prometheusRule : rules)(catalogue, settings);
    name = values.kubernetes ? 'prometheus-rule.yaml' : 'trainvitals.rules.yml';
    out = values.out;
  } catch (error) {
    console.error(`trainvitals rules: ${messageOf(error)}`);
    return 2;
  }
  return out === undefined ? print(text) : write(join(out, name), text);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function write(path: string, text: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    console.error(`trainvitals rules: cannot write ${path}: ${messageOf(error)}`);
    return 1;
  }
  console.log(path);
  return 0;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
