/** One preflight of the demo's network; prints the report. */
import { loadBackend } from '../../dist/demo/backend.js';
import { loadDigits } from '../../dist/demo/digits.js';
import { readDigits } from '../../dist/demo/train.js';
import { examine } from '../../dist/preflight/examine.js';

console.warn = () => {};
const log = console.log;
console.log = () => {};
const tf = await loadBackend('wasm');
const { model, images, labels, validation } = readDigits(tf, await loadDigits(tf));
const { report } = await examine(model, { xs: images, ys: labels, validationData: validation });
log(
  JSON.stringify({ ...report, checks: report.checks.map(({ pictures, learningRate, ...check }) => check) }),
);
