import { changing } from './changing.js';
import { dense } from './dense.js';
import { games } from './games.js';
import { oddLosses } from './odd-losses.js';
import { pairs } from './pairs.js';
import { shapes } from './shapes.js';

export const runs = [...dense, ...shapes, ...oddLosses, ...pairs, ...changing, ...games];
