import { bullets, counted, table } from '../detection/markdown.js';
import { count, digits, machineLines, ratio } from './figures.js';
import type { Measurement, Overhead, Variant } from './results.js';

/** All that bench/backend.mjs can run on. */
const BACKENDS = ['cpu', 'wasm', 'tensorflow', 'webgpu'];
const CONTROL = 'bare again (control)';
const EVERYTHING = 'everything, every step';
const NAIVE = 'naive, every step';

/** What a step costs, a part for each backend and device. */
export function renderOverhead({ measurements, leftOut }: Overhead): string[] {
  const places = [...new Set(measurements.map(({ backend, device }) => `${backend} on ${device}`))].sort(
    (a, b) => rank(a) - rank(b) || a.localeCompare(b),
  );
  const absent = BACKENDS.filter((name) => measurements.every(({ backend }) => backend !== name));
  return [
    ...places.flatMap((place) => [
      `### ${place}`,
      ...renderPlace(measurements.filter(({ backend, device }) => `${backend} on ${device}` === place)),
    ]),
    ...(absent.length > 0 ? [`Not measured: ${absent.map((name) => `\`${name}\``).join(', ')}.`] : []),
    ...(leftOut.length > 0
      ? [
          'Left out:',
          bullets(
            leftOut.map(({ backend, subject, why }) => `\`${subject}\` on ${backend}: ${why}.`),
            '',
          ),
        ]
      : []),
  ];
}

const rank = (place: string): number => BACKENDS.findIndex((name) => place.startsWith(name));

function renderPlace(all: readonly Measurement[]): string[] {
  const isUnspent = all.some(({ variants }) =>
    variants.some(({ isOpeningSpent }) => isOpeningSpent === false),
  );
  const hasProcessorTime = all.some(({ variants }) => variants.some(({ cpu }) => cpu !== null));
  return [
    bullets(machineLines(all), ''),
    'Time of a step as a multiple of the bare step: median of the rounds, and its 95 % interval.',
    stepTimes(all),
    ...(isUnspent
      ? [
          '† The opening allowance was not spent when the rounds began: this is still its cost, not the long run’s.',
        ]
      : []),
    ...(hasProcessorTime
      ? [
          'Processor time that the training thread spends on it, in milliseconds a step, mean of all rounds.',
          processorTimes(all),
        ]
      : []),
    'Everything, a parameter and a tensor, beside what memory allows.',
    unitCosts(all),
  ];
}

const find = ({ variants }: Measurement, name: string): Variant | undefined =>
  variants.find(({ variant }) => variant === name);

function stepTimes(all: readonly Measurement[]): string {
  const cell = (measurement: Measurement, name: string) => {
    const found = find(measurement, name);
    return found ? `${ratio(found.wall)}${found.isOpeningSpent === false ? ' †' : ''}` : '–';
  };
  return table(
    [
      'subject',
      'parameters:',
      'layers:',
      'batch:',
      'bare ms:',
      'rounds:',
      'bare again:',
      'defaults:',
      'everything:',
      'naive:',
    ],
    all.map((each) => [
      `\`${each.subject}\``,
      count(each.parameters),
      each.layers,
      each.batch,
      digits(each.bareMs),
      each.rounds,
      ...[CONTROL, 'defaults', EVERYTHING, NAIVE].map((name) => cell(each, name)),
    ]),
  );
}

function processorTimes(all: readonly Measurement[]): string {
  const added = (each: Measurement, name: string) => {
    const cpu = find(each, name)?.cpu;
    return cpu ? `${digits(cpu.addedMs)} (×${cpu.total.toFixed(2)})` : '–';
  };
  return table(
    [
      'subject',
      'bare again:',
      'defaults:',
      'everything:',
      'naive:',
      'agent says (defaults):',
      'measured every:',
    ],
    all.map((each) => {
      const defaults = find(each, 'defaults');
      return [
        `\`${each.subject}\``,
        ...[CONTROL, 'defaults', EVERYTHING, NAIVE].map((name) => added(each, name)),
        defaults?.agentSays == null ? '–' : `×${defaults.agentSays.toFixed(3)}`,
        defaults?.intervalSteps == null ? '–' : counted(defaults.intervalSteps, 'step'),
      ];
    }),
  );
}

const unitCosts = (all: readonly Measurement[]): string =>
  table(
    ['subject', 'tensors:', 'µs a tensor:', 'ns a parameter:', 'limit of memory, ns:', 'GB/s:', 'by'],
    all.map(({ subject, tensors, cost, memory }) => [
      `\`${subject}\``,
      tensors,
      digits(cost.nsPerTensor / 1000),
      digits(cost.nsPerParameter),
      digits(memory.nsPerParameter),
      memory.gigabytesPerSecond.toFixed(1),
      cost.by,
    ]),
  );
