import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from '../preflight/catalogue.js';
import { casesOf } from '../symptoms/cases.js';
import { catalogue } from '../symptoms/catalogue.js';
import { assembled } from './assemble.js';
import { files } from './files.js';
import { withDeclared, withLimits } from './runbooks.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

for (const [path, content] of [...files(catalogue, casesOf), await assembled(root)]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  console.log(path);
}

for (const symptom of catalogue) {
  const path = join(root, 'src/symptoms', symptom.id, 'README.md');
  writeFileSync(path, withDeclared(readFileSync(path, 'utf8'), symptom));
}

for (const check of checks) {
  const path = join(root, 'src/preflight', check.id, 'README.md');
  writeFileSync(path, withLimits(readFileSync(path, 'utf8'), check.limits));
}
