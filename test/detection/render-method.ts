import { bullets, counted, share } from './markdown.js';
import type { Results, SettingFacts } from './results.js';

/** How it was measured, how it was counted, and what that does not prove. */
export function renderMethod(results: Results): string[] {
  return [
    bullets(conditions(results), ''),
    '### How the rules were played',
    alerts(results),
    '### How it was counted',
    bullets(counting(results), ''),
    '### What this does not prove',
    bullets(doubts(results), ''),
  ];
}

function conditions({ measured }: Results): string[] {
  const { date, version, cpu, cores, node, tfjs, seeds, runs, settings, replayed, seconds } = measured;
  return [
    `trainvitals ${version}, ${date}; ${cpu}, ${counted(cores, 'core')}; Node ${node}, TensorFlow.js ${tfjs}.`,
    `[The zoo](../test/zoo/README.md): ${counted(runs.sick, 'sick run')} and ${runs.healthy} healthy ones, ${runs['chosen on']} to choose limits on, ${runs['held out']} held out${runs.unseen > 0 ? ` and ${runs.unseen} unseen` : ''}; ${runs.cpu} on the cpu backend, ${runs.wasm} on wasm. Each with ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}.`,
    ...settings.map(settingLine),
    replayed
      ? 'Verdicts are those of the recorded tapes, decided again.'
      : "Verdicts of the process are the events that the training program heard, `vitals.on('symptom')`.",
    `It took ${minutes(seconds.trainings)} ${replayed ? 'to decide them' : 'for the trainings'}, ${minutes(seconds.prometheus)} for Prometheus.`,
  ];
}

function settingLine({ setting, trainings, reused, steps, sampled, taped }: SettingFacts): string {
  return [
    `Setting \`${setting}\`: ${counted(trainings, 'training')}, ${counted(steps, 'step')}; every statistic was measured in ${sampled >= steps ? 'each' : share(sampled, steps)} of them.`,
    reused > 0 &&
      `${reused} were not trained again: the opening allowance of the default budget lasted to their end, so that it had measured everything in every step, and a training with the same seed is the same bit for bit.`,
    taped > 0 && `In ${taped} the tape, decided again, says something else than the process heard.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const minutes = (seconds: number): string =>
  seconds < 100 ? counted(Math.round(seconds), 'second') : counted(Math.round(seconds / 60), 'minute');

function alerts({ prometheus, measured }: Results): string {
  const { version, leftOut, batches, repeated, stepsPerScrape, factor, hold } = prometheus;
  return [
    `The tapes of the default budget${measured.alerts.length < measured.seeds.length ? `, of seed ${measured.alerts.join(', ')},` : ''} were played to Prometheus ${version} by the exporter's own windows and series, in ${counted(batches, 'batch', 'batches')}, with the rules of \`alerts/\`.`,
    `A step counts as a second, as in the symptoms' cases, and a scrape comes every ${stepsPerScrape} steps, the 15 s that the rules are made for.`,
    `All of it ran ${factor} times faster: the intervals of scrapes and evaluations, and every duration in the rules, are divided by ${factor}; nothing else in them is changed.`,
    `After its last step a run is held as finished for ${hold} scrapes, the longest \`for\` and two, as if it had gone on like that; then it is gone.`,
    `That no scrape and no evaluation was missed is checked${repeated > 0 ? `; ${counted(repeated, 'batch was', 'batches were')} played again for that` : ''}.`,
    leftOut.length > 0 &&
      `Left out are symptoms that are decided on the time of a clock or on absence, which a tape at another pace cannot show: ${leftOut.join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const counting = ({ unmeasured }: Results): string[] => [
  '_Found_: the symptom that the run has was raised, on whatever layer, not before its onset. Onset is the first step, unless the run says when its fault begins; _steps_ are counted from there.',
  '_Raised falsely_: trainings in which it was raised with severity warning or above though it is not true of them. True is what the run has, what the run declares to be true as well, and once its symptom was raised also what the catalogue declares a consequence of it, through others too. Severity info is counted as wrong nowhere.',
  '_Precision_: found over found and raised falsely.',
  '_Layer right_: of the found ones that say which layers have it, those in which one of these was named. _Also another layer_ counts those that named another one, alone or beside; each is listed below.',
  '_False alarms_ of healthy trainings are times that something was raised with severity warning or above.',
  ...(unmeasured.length > 0
    ? [
        `No run of the zoo has ${unmeasured.join(', ')}: a tape cannot show ${unmeasured.length === 1 ? 'it' : 'them'}. [A test of its own](../test/beside-the-zoo.test.ts) raises what a process can see of these on real trainings, and says where the rest is tested.`,
      ]
    : []),
];

function doubts({ measured }: Results): string[] {
  const [first] = measured.settings;
  const isWhole = first !== undefined && first.sampled >= first.steps;
  return [
    'The networks are small, the runs a few hundred steps, the data synthetic or digits. A detector may be wrong on a large network in ways that no run here shows.',
    'Each sick run has one fault, put there on purpose, mostly from its first step. Real faults are milder, mixed, and come late.',
    'Held-out and unseen runs were written by people who had not seen the detectors. What the held-out ones showed was mended, and some limits were moved with them in view: their figures are an upper bound. What to expect of other runs is told by [the first looks](decisions/limits-from-runs.md) at each set of them, before anything was mended. What is true of a run beside its fault is what its author declared.',
    ...(isWhole
      ? [
          'These runs are so short that the default budget never had to space its measurements: the opening allowance lasted. What a long run with sparse measurements misses is not seen here.',
        ]
      : []),
    `${counted(measured.seeds.length, 'seed')} a run ${measured.seeds.length === 1 ? 'says' : 'say'} little about how often a borderline run crosses a limit, and the trainings of one run are not independent.`,
    'The share of sick runs is not that of real life, and precision depends on it.',
    'Nothing was trained on a GPU, in mixed precision or on several ranks.',
    'A second a step is one pace of many: with slower steps Prometheus sees more of a run and waits for fewer of its steps, with faster ones the opposite.',
  ];
}
