/** Seconds that a dashboard shows. */
const SHOWN = 3600;
/** Requests at a time: a browser's connections to one server. */
const AT_A_TIME = 6;

/** Sends one question as Grafana does (POST, gzip): milliseconds until the last byte, bytes as unpacked, and the answer. */
export async function ask(url, { place, kind, expr, label, step }) {
  const end = Math.floor(Date.now() / 1000 / step) * step;
  const times = { start: end - SHOWN, end };
  const [path, parameters] = {
    range: ['query_range', { query: expr, ...times, step }],
    instant: ['query', { query: expr, time: end }],
    values: [`label/${label}/values`, { ...(expr && { 'match[]': expr }), ...times }],
  }[kind];
  const query = new URLSearchParams(parameters);
  const before = performance.now();
  const response = await (kind === 'values'
    ? fetch(`${url}/api/v1/${path}?${query}`)
    : fetch(`${url}/api/v1/${path}`, { method: 'POST', body: query }));
  const body = await response.arrayBuffer();
  const ms = performance.now() - before;
  if (!response.ok)
    throw new Error(`bench: ${place}: ${expr}: Prometheus said ${new TextDecoder().decode(body)}`);
  return { ms, body };
}

/** Series of an answer, or values that a variable offers. */
export function countOf(body) {
  const { data } = JSON.parse(new TextDecoder().decode(body));
  return Array.isArray(data) ? data.length : data.result.length;
}

/** Milliseconds of a whole dashboard: its variables one after another, then everything else, six at a time. */
export async function open(url, { variables, others }) {
  const before = performance.now();
  for (const question of variables) await ask(url, question);
  const waiting = [...others];
  const connection = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await ask(url, next);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, connection));
  return performance.now() - before;
}
