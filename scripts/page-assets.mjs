/** What of the live page is no TypeScript, beside what was compiled. */
import { cpSync } from 'node:fs';

const place = (path) => new URL(`../${path}`, import.meta.url);
for (const file of ['index.html', 'style.css']) cpSync(place(`src/page/${file}`), place(`dist/page/${file}`));
