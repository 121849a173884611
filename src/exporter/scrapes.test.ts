import { expect, it } from 'vitest';
import { Scrapes } from './scrapes.js';

const [a, b] = [{ of: 'a' }, { of: 'b' }];

/** Plays scrapes and says after each whether the answer has come. */
function played(
  before: (scrapes: Scrapes) => void,
  after: readonly ((scrapes: Scrapes) => void)[],
): boolean[] {
  const scrapes = new Scrapes();
  let answered = false;
  before(scrapes);
  scrapes.wait(() => {
    answered = true;
  });
  return after.map((happens) => {
    happens(scrapes);
    return answered;
  });
}
const by = (connection?: object) => (scrapes: Scrapes) => scrapes.end(scrapes.begin(), connection);
const closing = (connection: object) => (scrapes: Scrapes) => scrapes.close(connection);
const both = (scrapes: Scrapes) => [a, b].map((each) => by(each)(scrapes));

it.each([
  ['nobody was connected: any scrape will do', () => {}, [by()], [true]],
  ['one Prometheus: its next scrape', by(a), [by(a)], [true]],
  ['one Prometheus: not a scrape by hand', by(a), [by(), by(a)], [false, true]],
  ['a pair: the last of both', both, [by(a), by(a), by(b)], [false, false, true]],
  ['a pair of which one goes away: the other', both, [closing(b), by(a)], [false, true]],
  ['a pair of which one goes away when the other has seen it', both, [by(a), closing(b)], [false, true]],
  ['a Prometheus that comes back through another connection', by(a), [closing(a), by(b)], [false, true]],
] as const)('%s', (_, before, after, answers) => {
  expect(played(before, after)).toEqual(answers);
});

it('a scrape that had begun before shows what was before', () => {
  const scrapes = new Scrapes();
  const begun = scrapes.begin();
  let answers = 0;
  scrapes.wait(() => answers++);
  scrapes.end(begun);
  expect(answers).toBe(0);
  by()(scrapes);
  by()(scrapes);
  expect(answers).toBe(1);
});
