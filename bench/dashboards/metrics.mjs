/** Every sample of a server's own /metrics: name, text of the labels, value. */
export async function metricsOf(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      return { name, labels, value: Number(value) };
    });
}

/** The sum of a metric over its labels; 0 where there is none. */
export const sumOf = (samples, wanted) =>
  samples.filter(({ name }) => name === wanted).reduce((total, { value }) => total + value, 0);
