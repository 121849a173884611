import { type Shader, THREADS } from './device.js';

/** A workgroup takes so many units side by side, which lie side by side in memory, */
export const UNITS = 16;
/** and rows by so many threads each, */
const LANES = THREADS / UNITS;
/** so many rows in all. */
export const ROWS = 64 * LANES;

/** What a value adds; of an output that is not finite the counts are left out. */
const terms = {
  positive: 'select(0.0, 1.0, value > 0.0)',
  beyond: 'select(0.0, 1.0, abs(value - uniforms.center) > uniforms.reach)',
  itself: 'value',
} as const;
export type Term = keyof typeof terms;

/** Sums over rows, for each unit (the last axis): [rows, units] → [blocks of rows, units]. */
export const columns = (term: Term): Shader => ({
  key: `columns_${term}`,
  inputs: ['x'],
  uniforms: {
    rows: 'i32',
    units: 'i32',
    ...(term === 'beyond' ? { center: 'f32' as const, reach: 'f32' as const } : {}),
  },
  code: `
  var<workgroup> sums: array<f32, ${THREADS}>;
  fn main(index: i32) {
    let tiles = (uniforms.units + ${UNITS - 1}) / ${UNITS};
    let group = index / ${THREADS};
    let block = group / tiles;
    let thread = i32(localId.x);
    let unit = (group - block * tiles) * ${UNITS} + thread % ${UNITS};
    let end = min(uniforms.rows, (block + 1) * ${ROWS});
    var sum = 0.0;
    if (unit < uniforms.units) {
      for (var row = block * ${ROWS} + thread / ${UNITS}; row < end; row += ${LANES}) {
        let value = f32(x[row * uniforms.units + unit]);
        sum += ${terms[term]};
      }
    }
    sums[thread] = sum;
    workgroupBarrier();
    for (var half = ${THREADS / 2}; half >= ${UNITS}; half /= 2) {
      if (thread < half) { sums[thread] += sums[thread + half]; }
      workgroupBarrier();
    }
    if (thread < ${UNITS} && unit < uniforms.units && block * ${ROWS} < uniforms.rows) {
      result[block * uniforms.units + unit] = sums[thread];
    }
  }
`,
});
