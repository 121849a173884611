import { expect, test } from 'vitest';
import { TrainvitalsError } from './errors.js';
import { settingsOf, type WatchOptions } from './options.js';
import { catalogue } from './symptoms/catalogue.js';

const known =
  'run, rank, worldSize, port, nextFreePort, host, labels, budget, every, linger, push, symptoms, layers, variables, model, penalty, preflight, webConfig, record, register, stopSignals, initialStep, onlyRankZero';
const ids = catalogue.map(({ id }) => id).join(', ');
const holes: string[] = ['no'];
holes[2] = 'yes';

test.each<[string, unknown, string]>([
  ['a list', [], 'option "options" must be an object, got a list of 0'],
  ['null', null, 'option "options" must be an object, got null'],
  ['a text', 'mnist', 'option "options" must be an object, got "mnist"'],
  ['an unknown name', { foo: 1 }, `unknown option "foo"; known are ${known}`],
  ['a name of two lines', { 'a\nb': 1 }, `unknown option "a\\nb"; known are ${known}`],
  ['no file', { webConfig: true }, 'option "webConfig" must be a text of 1 to 300 characters, got true'],
  ['record', { record: '' }, 'option "record" must be a text of 1 to 300 characters, got ""'],
  [
    'no report',
    { preflight: 'report.json' },
    'option "preflight" must be a report of preflight(), got "report.json"',
  ],
  [
    'no rank',
    { worldSize: 4 },
    'option "rank" must be a whole number from 0 to 3 where worldSize is 4, got none',
  ],
  ['a rank too many', { rank: 2, worldSize: 2 }, 'option "rank" must be below worldSize (2), got 2'],
  ['a broken port', { port: 1.5 }, 'option "port" must be a whole number from 0 to 65535, got 1.5'],
  ['no budget', { budget: 0 }, 'option "budget" must be a number from 0.0001 to 1, got 0'],
  ['a budget of NaN', { budget: Number.NaN }, 'option "budget" must be a number from 0.0001 to 1, got NaN'],
  [
    'an object as every',
    { every: {} },
    'option "every" must be a whole number from 1 to 1000000, got an object',
  ],
  [
    'an object without a text',
    { every: Object.create(null) },
    'option "every" must be a whole number from 1 to 1000000, got an object',
  ],
  [
    'a signal that nobody can hear',
    { stopSignals: ['SIGTERM', 'SIGKILL'] },
    'option "stopSignals[1]" must be a signal that a process can hear, such as "SIGTERM", got "SIGKILL"',
  ],
  ['a text as a flag', { onlyRankZero: 'yes' }, 'option "onlyRankZero" must be true or false, got "yes"'],
  [
    'a step before the first',
    { initialStep: -1 },
    'option "initialStep" must be a whole number from 0 to 9007199254740991, got -1',
  ],
  [
    'a push without a scheme',
    { push: 'localhost:9091' },
    'option "push" must be the URL of a Pushgateway, as "http://localhost:9091", got "localhost:9091"',
  ],
  [
    'a push to a file',
    { push: 'file:///tmp/x' },
    'option "push" must be the URL of a Pushgateway, as "http://localhost:9091", got "file:///tmp/x"',
  ],
  [
    'a push with a broken password',
    { push: 'http://user:%@host' },
    'option "push" must be the URL of a Pushgateway, as "http://localhost:9091", got "http://…@host"',
  ],
  [
    'a push that is true',
    { push: true },
    'option "push" must be the URL of a Pushgateway, as "http://localhost:9091", got true',
  ],
  ['an empty run', { run: '' }, 'option "run" must be a text of 1 to 300 characters, got ""'],
  [
    'a long run',
    { run: 'x'.repeat(301) },
    'option "run" must be a text of 1 to 300 characters, got a text of 301 characters',
  ],
  [
    'a function as host',
    { host: () => 'h' },
    'option "host" must be a text of 1 to 300 characters, got a function',
  ],
  ['a text as labels', { labels: 'no, yes' }, 'option "labels" must be a list of texts, got "no, yes"'],
  ['a number in labels', { labels: ['no', 1] }, 'option "labels[1]" must be a text, got 1'],
  ['a hole in labels', { labels: holes }, 'option "labels[1]" must be a text, got none'],
  [
    'a list of layers',
    { layers: [] },
    'option "layers" must be an object with include, exclude, got a list of 0',
  ],
  ['null as layers', { layers: null }, 'option "layers" must be an object with include, exclude, got null'],
  [
    'an unknown part of layers',
    { layers: { only: [] } },
    'unknown part "only" of option "layers"; known are include, exclude',
  ],
  [
    'a hole in include',
    { layers: { include: holes } },
    'option "layers.include[1]" must be a text, got none',
  ],
  [
    'a list of symptoms',
    { symptoms: [] },
    'option "symptoms" must be an object by symptom id, got a list of 0',
  ],
  [
    'an unknown symptom',
    { symptoms: { 'dead-rely': false } },
    `option "symptoms": unknown symptom "dead-rely"; known are ${ids}`,
  ],
  [
    'an unknown symptom of two lines',
    { symptoms: { 'a\nb': null } },
    `option "symptoms": unknown symptom "a\\nb"; known are ${ids}`,
  ],
  [
    'null as a symptom',
    { symptoms: { 'dead-relu': null } },
    'option "symptoms.dead-relu" must be true, false or an object of limits, got null',
  ],
  [
    'a list of limits',
    { symptoms: { 'dead-relu': [] } },
    'option "symptoms.dead-relu" must be true, false or an object of limits, got a list of 0',
  ],
  [
    'an unknown limit',
    { symptoms: { 'dead-relu': { part: 1 } } },
    'option "symptoms": unknown limit "dead-relu.part"; known are share, penalty, and limit for share',
  ],
  [
    'a limit that every object has',
    { symptoms: { 'dead-relu': { toString: 1 } } },
    'option "symptoms": unknown limit "dead-relu.toString"; known are share, penalty, and limit for share',
  ],
  [
    'a limit of what no process decides',
    { symptoms: { straggler: { excess: 1 } } },
    'option "symptoms.straggler.excess" must be left out, because Prometheus alone decides it: trainvitals rules --set moves it, got 1',
  ],
  [
    'an undefined limit',
    { symptoms: { 'dead-relu': { share: undefined } } },
    'option "symptoms.dead-relu.share" must be a number or left out, got none',
  ],
  [
    'a limit out of range',
    { symptoms: { 'dead-relu': { share: 3 } } },
    'option "symptoms": limit "dead-relu.share" must be a number from 0 to 1, got 3',
  ],
  [
    'a text as a limit',
    { symptoms: { 'dead-relu': { 'sh\nare': '0.6' } } },
    'option "symptoms.dead-relu.sh\\nare" must be a number or left out, got "0.6"',
  ],
  [
    'a main limit out of range',
    { symptoms: { 'dead-relu': { limit: 3 } } },
    'option "symptoms": limit "dead-relu.limit" (share) must be a number from 0 to 1, got 3',
  ],
  [
    'a limit by both of its names',
    { symptoms: { 'dead-relu': { share: 0.6, limit: 0.6 } } },
    'option "symptoms": limit "dead-relu.limit" is "dead-relu.share" by another name; set one of them, got both',
  ],
])('%s is refused in one line', (_name, options, message) => {
  const refused = () => settingsOf(options as WatchOptions);
  expect(refused).toThrow(TrainvitalsError);
  expect(refused).toThrow(new TrainvitalsError('OPTION', `watch(): ${message}`));
});

test('options left out, or undefined, have their defaults', () => {
  const defaults = {
    port: 9790,
    nextFreePort: false,
    host: '127.0.0.1',
    budget: 0.01,
    worldSize: 1,
    labels: [],
    symptoms: {},
  };
  expect(settingsOf({}, {})).toMatchObject(defaults);
  expect(settingsOf({ port: undefined, webConfig: undefined } as object, {})).toMatchObject(defaults);
  expect(settingsOf().linger).toEqual({ seconds: 20, onlyIfScraped: true });
  expect(settingsOf({ linger: 0 }).linger).toEqual({ seconds: 0, onlyIfScraped: false });
});

test('what the launcher and the environment say is taken where no option says otherwise', () => {
  const env = {
    RANK: '1',
    WORLD_SIZE: '4',
    LOCAL_RANK: '1',
    TRAINVITALS_RUN: 'mine',
    TRAINVITALS_HOST: '0.0.0.0',
    TRAINVITALS_WEB_CONFIG: 'web.yml',
  };
  const placed = { run: 'mine', rank: 1, worldSize: 4, host: '0.0.0.0', port: 9791, webConfig: 'web.yml' };
  expect(settingsOf({}, env)).toMatchObject(placed);
  const own = { run: 'own', rank: 0, worldSize: 2, host: '127.0.0.1', port: 7, webConfig: 'own.yml' };
  expect(settingsOf(own, env)).toMatchObject(own);
  // Half of a place from here and half from there would be nobody's.
  expect(settingsOf({ worldSize: 1 }, env)).toMatchObject({ rank: undefined, worldSize: 1 });
});

test('who registers takes any free port, but for the one that is asked for', () => {
  expect(settingsOf({ register: '/sd' }, {})).toMatchObject({ register: '/sd', port: 0 });
  expect(settingsOf({}, { TRAINVITALS_REGISTER: '/sd', LOCAL_RANK: '3' })).toMatchObject({
    register: '/sd',
    port: 0,
  });
  expect(settingsOf({ register: '/sd', port: 9790 }, {}).port).toBe(9790);
});

test('what ranks share is left out above rank 0 where that is asked for', () => {
  const omits = (options: WatchOptions) => settingsOf({ worldSize: 2, ...options }, {}).omitsLayers;
  expect(omits({ rank: 0, onlyRankZero: true })).toBe(false);
  expect(omits({ rank: 1, onlyRankZero: true })).toBe(true);
  expect(omits({ rank: 1 })).toBe(false);
});

test('symptoms are switched and their limits are moved', () => {
  const symptoms = { 'dead-relu': { limit: 0.6 }, overfitting: false, 'run-stalled': true };
  expect(settingsOf({ symptoms }).symptoms).toEqual(symptoms);
});

test.each([
  { layers: undefined, wanted: ['conv', 'dense_1', 'dense_2'] },
  { layers: {}, wanted: ['conv', 'dense_1', 'dense_2'] },
  { layers: { include: ['dense*'] }, wanted: ['dense_1', 'dense_2'] },
  { layers: { exclude: ['*_1'] }, wanted: ['conv', 'dense_2'] },
  { layers: { include: ['dense*'], exclude: ['*_1'] }, wanted: ['dense_2'] },
  { layers: { include: ['dense.1', 'c?nv'] }, wanted: [] },
])('of three layers, $layers leaves $wanted', ({ layers, wanted }) => {
  const settings = settingsOf(layers && { layers });
  expect(['conv', 'dense_1', 'dense_2'].filter(settings.wanted)).toEqual(wanted);
});

test.each([
  { options: { linger: undefined }, seconds: 45 },
  { options: { linger: 5 }, seconds: 5 },
  { options: { linger: 0 }, seconds: 0 },
])('with a Pushgateway and $options, a pushed run stays $seconds s, and a last scrape is waited for only after an earlier one', ({
  options,
  seconds,
}) => {
  const gateway = 'https://user:word@gateway.example/path/';
  const { push, linger } = settingsOf({ ...options, push: gateway } as WatchOptions);
  expect(push).toEqual({ gateway, seconds });
  expect(linger.onlyIfScraped).toBe(true);
});
