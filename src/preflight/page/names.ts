import { columnsOf, inOneLine, shorten } from '../plain-text.js';

/** What names are put together from: `encoder/block_3/dense`. */
const PARTS = /(?<=[/._-])|(?=[/._-])/;

/**
 * Names for a place that is narrow. Where one is too long, they lose what all of them begin or end with, as that tells
 * none from another, and then their middle.
 */
export function shortNames(names: readonly string[], columns: number): string[] {
  const lines = names.map(inOneLine);
  if (lines.every((line) => columnsOf(line) <= columns)) return lines;
  const parts = lines.map((line) => line.split(PARTS));
  const shortest = parts.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  const [first = []] = parts;
  const isCommon = (index: number) => parts.every((all) => all.at(index) === first.at(index));
  let [start, end] = [0, 0];
  // One part is left of each at least.
  while (start < shortest - 1 && isCommon(start)) start++;
  while (start + end < shortest - 1 && isCommon(-1 - end)) end++;
  return parts.map((all) => {
    const [before, after] = [start > 0 ? '…' : '', end > 0 ? '…' : ''];
    return shorten(`${before}${all.slice(start, all.length - end).join('')}${after}`, columns);
  });
}
