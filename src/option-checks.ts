import { TrainvitalsError } from './errors.js';

/** Refuses an option in one line: what was expected, what was found. `of` is whose option it is. */
export function refuse(name: string, expected: string, found: unknown, of = 'watch()'): never {
  throw new TrainvitalsError(
    'OPTION',
    `${of}: option ${JSON.stringify(name)} must be ${expected}, got ${shown(found)}`,
  );
}

/** Refuses a name that nothing has. */
export function refuseUnknown(
  what: string,
  name: string,
  names: readonly string[],
  place = '',
  of = 'watch()',
): never {
  throw new TrainvitalsError(
    'OPTION',
    `${of}: unknown ${what} ${JSON.stringify(name)}${place}; known are ${names.join(', ')}`,
  );
}

/** What was found, in a few words on one line. */
export function shown(found: unknown): string {
  if (found === undefined) return 'none';
  if (Array.isArray(found)) return `a list of ${found.length}`;
  if (typeof found === 'object' && found !== null) return 'an object';
  if (typeof found === 'function') return 'a function';
  if (typeof found !== 'string') return String(found);
  return found.length > 80 ? `a text of ${found.length} characters` : JSON.stringify(found);
}

/** Whether it has names and values. */
export const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number within bounds, or left out. */
export function number(
  name: string,
  value: unknown,
  min: number,
  max: number,
  of?: string,
): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  return refuse(name, `a number from ${min} to ${max}`, value, of);
}

/** A whole number within bounds, or left out. */
export function integer(
  name: string,
  value: unknown,
  min: number,
  max: number,
  of?: string,
): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  return refuse(name, `a whole number from ${min} to ${max}`, value, of);
}

/** True or false; left out it is false. */
export function flag(name: string, value: unknown, of?: string): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  return refuse(name, 'true or false', value, of);
}

/** A text of a length that a label may have, or left out. */
export function text(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.length > 0 && value.length <= 300) return value;
  return refuse(name, 'a text of 1 to 300 characters', value);
}

/** One of a few texts. */
export function oneOf<T extends string>(name: string, names: readonly T[], value: unknown, of?: string): T {
  return names.find((each) => each === value) ?? refuse(name, `one of ${names.join(', ')}`, value, of);
}

/** A list of texts, or left out. */
export function strings(name: string, value: unknown, of?: string): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return refuse(name, 'a list of texts', value, of);
  // By index: `every` would skip holes, and a hole is no text.
  for (let index = 0; index < value.length; index++) {
    if (typeof value[index] !== 'string') refuse(`${name}[${index}]`, 'a text', value[index], of);
  }
  return value;
}

/** The URL of a Pushgateway, or left out. */
export function gateway(name: string, value: unknown): string | undefined {
  if (value === undefined || isGateway(value)) return value;
  const shown = typeof value === 'string' ? value.replace(/\/\/.*@/, '//…@') : value;
  return refuse(name, 'the URL of a Pushgateway, as "http://localhost:9091"', shown);
}

function isGateway(value: unknown): value is string {
  try {
    const { protocol, username, password } = new URL(String(value));
    decodeURIComponent(username + password);
    return typeof value === 'string' && ['http:', 'https:'].includes(protocol);
  } catch {
    return false;
  }
}
