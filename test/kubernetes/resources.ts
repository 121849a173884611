import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, stringify } from 'yaml';
import { missing, runTool } from '../tools.js';

/** What every resource of Kubernetes has; the rest is its kind's own. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: the schemas say what it is, and a test validates it against them.
  readonly [field: string]: any;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = join(root, 'scripts/operator-crds.sh');
const definitions = () => execFileSync(script, ['--path'], { encoding: 'utf8' }).trim();

/** Whether the definitions of the operator's resources have been fetched; skips or fails as a missing tool does. */
export const requireDefinitions = (): boolean =>
  existsSync(definitions()) ||
  missing(`the definitions of the Prometheus operator are not there: scripts/operator-crds.sh fetches them`);

/** What `kubectl apply -k` sends for a folder of this repository. */
export function build(folder: string): Resource[] {
  const { status, output } = runTool('kustomize', ['build', join(root, folder)]);
  if (status !== 0) throw new Error(`kustomize build ${folder}: ${output}`);
  return parseAllDocuments(output).map((document) => document.toJS() as Resource);
}

/** The first of a kind. */
export function ofKind(resources: readonly Resource[], kind: string): Resource {
  const found = resources.find((resource) => resource.kind === kind);
  if (!found) throw new Error(`expected a ${kind}, found: ${resources.map((each) => each.kind).join(', ')}`);
  return found;
}

/** Validates a resource as an API server does, unknown fields included; undefined where nothing is wrong with it. */
export function wrong(resource: Resource): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'trainvitals-kubernetes-'));
  try {
    const file = join(folder, 'resource.yaml');
    writeFileSync(file, stringify(resource));
    const { status, output } = runTool('kubectl-validate', [file, '--local-crds', definitions()], {
      // No cluster that somebody works with is asked.
      env: { ...process.env, KUBECONFIG: join(folder, 'none') },
    });
    return status === 0 ? undefined : output;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
