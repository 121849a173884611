/** Three digits that count, or `decimals` after the point where the dashboard says how many. */
function digits(value, decimals) {
  if (decimals !== undefined && decimals !== null) return value.toFixed(decimals);
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) return value.toExponential(1);
  if (size >= 1e12) return value.toExponential(2);
  return String(size >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));
}

/** The largest unit that leaves at least one of it, and the value in it. */
const scaled =
  (sizes, separator = ' ') =>
  (value, decimals) => {
    const [unit, size] = sizes.findLast(([, size]) => Math.abs(value) >= size) ?? sizes[0];
    return `${digits(value / size, decimals)}${unit && separator}${unit}`;
  };
const powers = (base, units) => units.map((unit, index) => [unit, base ** index]);
const suffixed = (suffix) => (value, decimals) => `${digits(value, decimals)}${suffix}`;

const KIBI = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
const TIMES = [
  ['ns', 1e-9],
  ['µs', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['min', 60],
  ['hours', 3600],
  ['days', 86_400],
];

const seconds = (value, decimals) =>
  value === 0 ? `${digits(0, decimals)} s` : scaled(TIMES)(value, decimals);
const date = (ms) => new Date(ms).toISOString().replace('T', ' ').slice(0, 19);

/** How a value is written, by the unit's id: https://github.com/grafana/grafana, packages/grafana-data/src/valueFormats */
const units = {
  none: (value, decimals) => digits(value, decimals),
  short: scaled(powers(1000, ['', 'K', 'Mil', 'Bil', 'Tri'])),
  percent: suffixed('%'),
  percentunit: (value, decimals) => `${digits(100 * value, decimals)}%`,
  s: seconds,
  ms: (value, decimals) => seconds(value / 1000, decimals),
  bytes: scaled(powers(1024, KIBI)),
  mbytes: scaled(powers(1024, KIBI.slice(2))),
  decbytes: scaled(powers(1000, ['B', 'kB', 'MB', 'GB', 'TB'])),
  celsius: suffixed(' °C'),
  watt: scaled([
    ['mW', 1e-3],
    ['W', 1],
    ['kW', 1e3],
  ]),
  ops: suffixed(' ops/s'),
  bool: (value) => (value === 0 ? 'False' : 'True'),
  string: String,
  dateTimeAsIso: date,
  dateTimeAsSystem: date,
  dateTimeFromNow: (ms) => `${seconds((Date.now() - ms) / 1000)} ago`,
};

/** A value in its unit; one that is not known is written behind it, as Grafana does. */
export function inUnit(value, unit = 'none', decimals = undefined) {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'Inf');
  const suffix = unit.startsWith('suffix:') ? unit.slice(7) : ` ${unit}`;
  return (units[unit] ?? suffixed(suffix))(value, decimals);
}

/** Unix seconds as the picture's clock shows them. */
export const clock = (time) => new Date(time * 1000).toISOString().slice(11, 19);
