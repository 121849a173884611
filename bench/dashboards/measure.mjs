import { median } from '../numbers.mjs';
import { ask, countOf, open } from './ask.mjs';

/** After so long no further round is begun; a dashboard that takes a minute needs no third. */
const ENOUGH_MS = 60_000;

/** In each round every question is asked alone, and then the whole dashboard is opened. */
export async function measure(url, questions, rounds) {
  const all = [...questions.variables, ...questions.others];
  const answers = all.map((question) => ({ question, times: [] }));
  const whole = [];
  const end = performance.now() + ENOUGH_MS;
  while (whole.length === 0 || (whole.length < rounds && performance.now() < end)) {
    for (const answer of answers) await time(url, answer);
    whole.push(await open(url, questions));
  }
  const queries = answers.map(({ question, series, bytes, times }) => ({
    place: question.place,
    kind: question.kind,
    expr: question.expr,
    series,
    bytes,
    ms: median(times),
  }));
  return { queries, rounds: whole.length, wholeMs: median(whole) };
}

/** Asks once, and adds to what is known of the answers. */
async function time(url, answer) {
  const { ms, body } = await ask(url, answer.question);
  answer.times.push(ms);
  // To read an answer takes as long as to get it, and each is like the first.
  answer.series ??= countOf(body);
  answer.bytes ??= body.byteLength;
}
