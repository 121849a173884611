import { bullets, counted, table } from '../detection/markdown.js';
import { count, digits, machineLines, mebibytes, ratio } from './figures.js';
import type { Comparison, Curve, Overhead, Peers, Scrape, Soak, Verdicts } from './results.js';

/** Latency and size of a scrape. */
export function renderScrape(scrape: Scrape): string[] {
  const { seconds, blockMs, rows } = scrape;
  return [
    ...machineLines([scrape]),
    `Each server was scraped for ${seconds} s in each state. _Blocked_: the training thread computes for ${blockMs} ms at a time and turns to its event loop once in between. Where fewer than a hundred scrapes were answered, the 99th percentile is the largest.`,
    table(
      ['series:', 'runs × layers:', 'training thread', 'server', 'bytes:', 'scrapes:', 'p50 ms:', 'p99 ms:'],
      rows.map(({ series, runs, layers, state, server, bytes, scrapes, p50, p99 }) => [
        series,
        `${runs} × ${layers}`,
        state,
        server,
        bytes,
        scrapes,
        digits(p50),
        digits(p99),
      ]),
    ),
  ];
}

const CURVES: Readonly<Record<Curve, string>> = {
  rss: 'resident memory',
  heapUsed: 'heap of the training thread',
  external: 'buffers outside the heap',
  numTensors: 'tensors',
};

/** Memory of a long run, and whether it stays flat. */
export function renderSoak(soak: Soak): string[] {
  const { asked, scrapes, flat, points } = soak;
  const last = points.at(-1);
  const curves = Object.keys(CURVES) as Curve[];
  const ended = last && last.step < asked.steps ? `, ended by its limit of ${asked.seconds} s` : '';
  return [
    ...machineLines([soak]),
    `${counted(last?.step ?? 0, 'step')} of a tiny watched model on wasm in ${Math.round(last?.seconds ?? 0)} s${ended}, scraped ${counted(scrapes, 'time')}; memory after a collection of garbage, in MiB.`,
    table(
      ['step:', 'resident:', 'heap:', 'outside the heap:', 'tensors:'],
      points.map(({ step, rss, heapUsed, external, numTensors }) => [
        step,
        mebibytes(rss),
        mebibytes(heapUsed),
        mebibytes(external),
        numTensors,
      ]),
    ),
    bullets(
      curves.map((curve) => {
        const { growth, isFlat } = flat[curve];
        const change = `${growth < 0 ? '' : '+'}${(100 * growth).toFixed(1)} %`;
        return `${CURVES[curve]}: ${isFlat ? 'flat' : '**not flat**'} (${change} from the middle to the end)`;
      }),
      '',
    ),
  ];
}

/** The model that other tools are measured with, and where it is measured with the agent. */
const COMPARED = { subject: 'cnn-1m', backend: 'wasm' };

/** What other tools cost on PyTorch, beside the agent's cost for the same model. */
export function renderPeers(peers: Peers, overhead?: Overhead): string[] {
  const { parameters, batch, threads, rounds, bareMs, rows, leftOut } = peers;
  const own = overhead?.measurements.find(
    ({ subject, backend }) => subject === COMPARED.subject && backend === COMPARED.backend,
  );
  return [
    ...machineLines([peers]),
    `The CNN of ${count(parameters)} parameters, \`${COMPARED.subject}\` above, batch ${batch}, Adam, on PyTorch with ${counted(threads, 'thread')}; ${counted(rounds, 'round')}. A bare step takes ${digits(bareMs)} ms there${own ? `, and ${digits(own.bareMs)} ms on TensorFlow.js with ${COMPARED.backend}` : ''}: compare what is added, not only the multiple.`,
    table(
      ['variant', 'step ×:', 'added ms:', 'processor ms added:'],
      [
        ...rows.map(({ variant, wall, cpu }) => peerRow(variant, wall, cpu)),
        ...(own?.variants ?? [])
          .filter(({ variant }) => !variant.startsWith('bare'))
          .map(({ variant, wall, cpu }) => peerRow(`TensorFlow.js: ${variant}`, wall, cpu)),
      ],
    ),
    ...(leftOut.length > 0
      ? [
          'Left out, as they do not run with these versions:',
          bullets(
            leftOut.map(({ variant, why }) => `${variant}: \`${why}\``),
            '',
          ),
        ]
      : []),
  ];
}

const peerRow = (variant: string, wall: Comparison, cpu: Comparison | null): string[] => [
  variant,
  ratio(wall),
  digits(wall.medianAddedMs),
  cpu ? digits(cpu.addedMs) : '–',
];

/** What deciding costs the other thread. */
export const renderVerdicts = (verdicts: Verdicts): string[] => [
  ...machineLines([verdicts]),
  'Processor time of the exporter thread for all windows and all conditions of a step; it works beside the training, not in it.',
  table(
    ['layers:', 'everything every:', 'symptoms:', 'µs a step:'],
    verdicts.rows.map(({ layers, every, symptoms, microseconds }) => [
      layers,
      counted(every, 'step'),
      symptoms,
      microseconds,
    ]),
  ),
];
