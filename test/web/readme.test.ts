import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { startPrometheus } from '../stack/prometheus.js';
import { scratchFolder } from '../stack/server.js';
import { requireTool } from '../tools.js';
import { watchedLoop } from './watched-loop.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The code of a kind under a heading of the README. */
function codeOf(heading: string, kind: string): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, section = ''] = readme.split(`\n### ${heading}\n`);
  const found = new RegExp(`\`\`\`${kind}\n([^\`]*)\`\`\``).exec(section.split('\n## ')[0] ?? '');
  return found?.[1] ?? '';
}

interface ScrapeConfig {
  readonly tls_config: { readonly ca_file: string };
  readonly basic_auth: { readonly username: string; readonly password_file: string };
  readonly static_configs: readonly { readonly targets: readonly string[] }[];
}

describe.runIf(requireTool('openssl') && requireTool('prometheus'))(
  'what the README says of TLS and passwords',
  () => {
    test('works as it stands there', async () => {
      const folder = await scratchFolder('readme');
      // In a project of its own bcryptjs lies in node_modules.
      const env = { ...process.env, NODE_PATH: join(root, 'node_modules') };
      execFileSync('bash', ['-euc', codeOf('TLS and passwords', 'sh')], { cwd: folder, env, stdio: 'pipe' });
      for (const file of ['server.key', 'password', 'web.yml'])
        expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
      const { vitals } = await watchedLoop({ run: 'readme', webConfig: join(folder, 'web.yml') });

      const { scrape_configs } = parse(codeOf('TLS and passwords', 'yaml')) as {
        scrape_configs: ScrapeConfig[];
      };
      const [config] = scrape_configs;
      if (!config)
        throw new Error('README.md: a scrape configuration was expected under "TLS and passwords"');
      const { tls_config, basic_auth, static_configs } = config;
      const prometheus = await startPrometheus({
        scrapeConfigs: [
          {
            ...config,
            job_name: 'readme',
            tls_config: { ca_file: join(folder, tls_config.ca_file) },
            basic_auth: { ...basic_auth, password_file: join(folder, basic_auth.password_file) },
            static_configs: static_configs.map(({ targets }) => ({
              targets: targets.map((target) => target.replace(':9790', `:${vitals.port}`)),
            })),
          },
        ],
      });
      onTestFinished(prometheus.stop);
      await prometheus.waitFor('the run', async () =>
        (await prometheus.query('training_steps_total{run="readme"}')).at(0),
      );
    });
  },
);
