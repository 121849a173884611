import type { Comparison, Machine } from './results.js';

/** `1.18 (1.16–1.20)`: the median ratio and its interval. */
export const ratio = ({ ratio, from, to }: Comparison): string =>
  `${ratio.toFixed(2)} (${from.toFixed(2)}–${to.toFixed(2)})`;

/** Three digits, more where the number is large: `0.0123`, `1.23`, `123`, `12345`. */
export function digits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(places, 5));
}

/** `9.5 k`, `1.0 M`. */
export const count = (value: number): string =>
  value >= 999_500 ? `${(value / 1e6).toFixed(1)} M` : `${(value / 1e3).toFixed(1)} k`;

export const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

const NAMES: Readonly<Record<string, string>> = { node: 'Node', tfjs: 'TensorFlow.js', python: 'Python' };
const HARDWARE = ['cpu', 'cores', 'memoryGiB', 'loadAverage'];

/** A line for each machine: when, processor, memory, versions, and how busy it was. */
export function machineLines(all: readonly { readonly date: string; readonly machine: Machine }[]): string[] {
  const loads = new Map<string, number[]>();
  for (const { date, machine } of all) {
    const line = described(date, machine);
    loads.set(line, [...(loads.get(line) ?? []), machine.loadAverage]);
  }
  return [...loads].map(([line, found]) => {
    const ends = [...new Set([Math.min(...found), Math.max(...found)].map((load) => load.toFixed(1)))];
    return `${line}; load average ${ends.join(' to ')}.`;
  });
}

function described(date: string, machine: Machine): string {
  // The wasm backend has the version of TensorFlow.js.
  const versions = Object.entries(machine)
    .filter(([name]) => !HARDWARE.includes(name) && name !== 'wasmBackend')
    .map(([name, version]) => `${NAMES[name] ?? name} ${version}`);
  const { cpu, cores, memoryGiB } = machine;
  return `${date.slice(0, 10)}; ${cpu}, ${cores} cores, ${memoryGiB} GiB; ${versions.join(', ')}`;
}
