/**
 * A preload for tfjs-node 4.22 on Node 23 and later, which dropped two functions of `util` that it calls:
 * `node --import trainvitals/tfjs-node-compat train.js`. It does nothing where they are still there.
 */
import util from 'node:util';

// Not by name: Node's own declarations of what is dropped differ from release to release.
const dropped: Readonly<Record<string, (value: unknown) => boolean>> = {
  isArray: Array.isArray,
  isNullOrUndefined: (value) => value === null || value === undefined,
};
for (const [name, check] of Object.entries(dropped))
  if (!Reflect.has(util, name)) Reflect.set(util, name, check);
