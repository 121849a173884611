import { type Shader, THREADS } from './device.js';
import { declare, type Statistic, takePart, wordsOf, writePart, writeResults } from './parts.js';

/** Values that a workgroup adds up, 64 a thread: sums stay as good as pairwise ones, and large tensors fill a device. */
export const BLOCK = 64 * THREADS;

/** What is reduced: tensors one after the other, or the difference of two. */
export interface Terms {
  readonly key: string;
  readonly inputs: readonly string[];
  /** The value at `i`, for each line that is reduced. */
  readonly values: readonly string[];
}

const valueIn = (name: string) => `f32(${name}[i])`;
export const one: Terms = { key: 'one', inputs: ['x'], values: [valueIn('x')] };
export const difference: Terms = {
  key: 'difference',
  inputs: ['a', 'b'],
  values: [`${valueIn('a')} - ${valueIn('b')}`],
};
/** As many as fit into one dispatch: a shader has eight buffers at least, and one is for the result. */
const many = Array.from({ length: 7 }, (_, index) => `x${index}`);
export const several: Terms = { key: 'several', inputs: many, values: many.map(valueIn) };
const pairs = [0, 1, 2].map((index) => [`a${index}`, `b${index}`] as const);
export const differences: Terms = {
  key: 'differences',
  inputs: pairs.flat(),
  values: pairs.map(([a, b]) => `${valueIn(a)} - ${valueIn(b)}`),
};

/** Blocks of the first line, then those of the next: each workgroup takes one. Past the last one `block` stays ≥ 0. */
const takeBlocks = (values: readonly string[]) => `
  var block = group;
  ${values
    .map(
      (value, line) => `
  let blocks${line} = (uniforms.n${line} + ${BLOCK - 1}) / ${BLOCK};
  if (block >= 0 && block < blocks${line}) {
    let end = min(uniforms.n${line}, (block + 1) * ${BLOCK});
    for (var i = block * ${BLOCK} + thread; i < end; i += ${THREADS}) { take(${value}); }
  }
  block -= blocks${line};`,
    )
    .join('')}
`;

/** The threads of a workgroup gather values, and its first one writes what they have. */
const code = (wanted: readonly Statistic[], gather: string, write: string) => `
  ${declare(wanted)}
  fn main(index : i32) {
    let group = index / ${THREADS};
    let thread = i32(localId.x);
    ${gather}
    join();
    if (thread == 0) { ${write} }
  }
`;

const sizes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, line) => [`n${line}`, 'i32' as const]));

/** Each workgroup writes a partial result, that of its block, after `first` others. */
export const toParts = ({ key, inputs, values }: Terms, wanted: readonly Statistic[]): Shader => ({
  key: `${key}_parts_${wanted.join('_')}`,
  inputs,
  uniforms: { ...sizes(values.length), first: 'i32' },
  code: code(
    wanted,
    takeBlocks(values),
    `if (block < 0) { let at = (uniforms.first + group) * ${wordsOf(wanted)}; ${writePart(wanted)} }`,
  ),
});

/** One workgroup adds up `n0` partial results. */
export const ofParts = (wanted: readonly Statistic[]): Shader => ({
  key: `parts_${wanted.join('_')}`,
  inputs: ['x'],
  uniforms: sizes(1),
  code: code(
    wanted,
    `for (var i = thread; i < uniforms.n0; i += ${THREADS}) {
      let at = i * ${wordsOf(wanted)};
      ${takePart(wanted)}
    }`,
    writeResults(wanted),
  ),
});

/** What fits into a block needs no partial results. */
export const ofBlock = ({ key, inputs, values }: Terms, wanted: readonly Statistic[]): Shader => ({
  key: `${key}_${wanted.join('_')}`,
  inputs,
  uniforms: sizes(values.length),
  code: code(wanted, takeBlocks(values), writeResults(wanted)),
});

/** Lines of a block at most: each workgroup has one, and writes what it is wanted for after the results of others. */
export const ofBlocks = ({ key, inputs, values }: Terms, wanted: readonly Statistic[]): Shader => ({
  key: `${key}_each_${wanted.join('_')}`,
  inputs,
  uniforms: { ...sizes(values.length), first: 'i32' },
  code: code(wanted, takeBlocks(values), writeResults(wanted, afterOthers(wanted))),
});

/** The same for lines of `n0`, `n1`, … partial results, one line after the other. */
export const ofPartsOfEach = ({ key, values }: Terms, wanted: readonly Statistic[]): Shader => ({
  key: `${key}_parts_each_${wanted.join('_')}`,
  inputs: ['x'],
  uniforms: { ...sizes(values.length), first: 'i32' },
  code: code(
    wanted,
    `var begin = 0;
    var count = 0;
    ${values
      .map(
        (_, line) => `
    if (group == ${line}) { count = uniforms.n${line}; }
    if (group > ${line}) { begin += uniforms.n${line}; }`,
      )
      .join('')}
    for (var i = begin + thread; i < begin + count; i += ${THREADS}) {
      let at = i * ${wordsOf(wanted)};
      ${takePart(wanted)}
    }`,
    writeResults(wanted, afterOthers(wanted)),
  ),
});

const afterOthers = (wanted: readonly Statistic[]) => `(uniforms.first + group) * ${wanted.length}`;
