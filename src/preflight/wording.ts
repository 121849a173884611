/** A few of a list, and how many more there are. */
export function listed(names: readonly string[], most = 3): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

/** A share as a person reads it: 63 %. */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
