import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A path as given where it is absolute, else in the repository. */
const file = (path) => resolve(fileURLToPath(new URL('..', import.meta.url)), path);

/** Writes results as JSON; the path is relative to the repository. */
export async function writeResults(path, results) {
  await mkdir(dirname(file(path)), { recursive: true });
  await writeFile(file(path), `${JSON.stringify(results, undefined, 2)}\n`);
}

/** What such a file says, or undefined where there is none. */
export async function readResults(path) {
  try {
    return JSON.parse(await readFile(file(path), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`bench: ${path} is no JSON: ${error.message}`);
  }
}

/** What it was measured on, and how busy that was. */
export async function machine() {
  return {
    cpu: cpus()[0]?.model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadAverage: loadavg()[0],
    node: process.version,
    tfjs: await versionOf('@tensorflow/tfjs'),
  };
}

async function versionOf(name) {
  return JSON.parse(await readFile(file(`node_modules/${name}/package.json`), 'utf8')).version;
}

/** Prints rows of the same keys in columns; numbers to the right. */
export function printTable(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const text = rows.map((row) => columns.map((column) => written(row[column])));
  const widths = columns.map((column, i) => Math.max(column.length, ...text.map((cells) => cells[i].length)));
  const line = (cells, row) =>
    cells
      .map((cell, c) =>
        typeof row?.[columns[c]] === 'number' ? cell.padStart(widths[c]) : cell.padEnd(widths[c]),
      )
      .join('  ');
  const rule = line(widths.map((width) => '─'.repeat(width)));
  console.log([line(columns), rule, ...text.map((cells, i) => line(cells, rows[i]))].join('\n'));
}

const written = (value) =>
  typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : `${value}`;
