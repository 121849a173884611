/** What the compiler leaves out: the parts of the live page that are no TypeScript, and that the command can be run. */
import { chmodSync, cpSync } from 'node:fs';

const place = (path) => new URL(`../${path}`, import.meta.url);
for (const file of ['index.html', 'style.css']) cpSync(place(`src/page/${file}`), place(`dist/page/${file}`));
chmodSync(place('dist/cli/main.js'), 0o755);
