import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';

/** Where documents take their numbers from. */
const RESULTS = new URL('results/', import.meta.url);

/** Prints the rows of a benchmark as a table, and writes them with what they were measured on. */
export async function report(name, { question, rows, ...facts }) {
  console.log(`\n${name}: ${question}\n\n${table(rows)}`);
  const result = {
    benchmark: name,
    question,
    date: new Date().toISOString(),
    machine: await machine(),
    ...facts,
    rows,
  };
  await mkdir(RESULTS, { recursive: true });
  await writeFile(new URL(`${name}.json`, RESULTS), `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`\nWritten to bench/results/${name}.json`);
}

async function machine() {
  return {
    cpu: cpus()[0]?.model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadAverage: loadavg()[0],
    node: process.version,
    tfjs: await versionOf('@tensorflow/tfjs'),
    wasmBackend: await versionOf('@tensorflow/tfjs-backend-wasm'),
  };
}

async function versionOf(name) {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')).version;
}

/** Rows of the same keys in columns; numbers to the right. */
function table(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const text = rows.map((row) => columns.map((column) => written(row[column])));
  const widths = columns.map((column, i) => Math.max(column.length, ...text.map((cells) => cells[i].length)));
  const line = (cells, i) =>
    cells
      .map((cell, c) =>
        i >= 0 && typeof rows[i][columns[c]] === 'number' ? cell.padStart(widths[c]) : cell.padEnd(widths[c]),
      )
      .join('  ');
  return [
    line(columns, -1),
    line(
      widths.map((width) => '─'.repeat(width)),
      -1,
    ),
    ...text.map(line),
  ].join('\n');
}

const written = (value) =>
  typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : `${value}`;
