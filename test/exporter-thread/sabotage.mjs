/**
 * A preload: every exporter thread of the process has a saboteur beside it, who does what `globalThis.sabotage(what)`
 * asks for. The package knows nothing of that.
 */
import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';

const deeds = ['none', 'throw', 'exit', 'hang', 'allocate'];
const order = new Int32Array(new SharedArrayBuffer(4));
const saboteur = new URL('saboteur.mjs', import.meta.url);

workerThreads.Worker = class extends workerThreads.Worker {
  constructor(entry, options) {
    const isExporter = options?.name === 'trainvitals';
    const workerData = { ...options?.workerData, saboteur: { entry: String(entry), order, deeds } };
    super(...(isExporter ? [saboteur, { ...options, workerData }] : [entry, options]));
    if (isExporter) globalThis.exporterThread = this;
  }
};
syncBuiltinESMExports();

globalThis.sabotage = (deed) => Atomics.store(order, 0, deeds.indexOf(deed));
