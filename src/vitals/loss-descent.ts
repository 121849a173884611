import type { OtherData } from './other-data.js';
import { jumpIn } from './swing.js';
import { mean, type Recent } from './window.js';

/** Means of fewer steps than this dip by noise alone: they do not say that a loss ever fell. */
export const SETTLED = 16;
/** A loss whose newer half is so far below its older one is on its way down. */
const FALLING = -0.5;
/** So far where its data are known to have become others. */
const LEARNING = -0.2;
/** A loss that is more than this share of its start below it still holds what was learned. */
const FORGOTTEN = 0.2;
/** A loss that rose by so much within its window has jumped, and settles if it fell by so much since. */
const JUMP = 0.5;
const SETTLING = -0.05;
const STILL_SETTLING = -0.02;
/** So many steps later it is seen. */
const LATER = 24;
/** A start below what float32 resolves next to 1 is as good as zero: it is no scale for anything. */
const RESOLUTION = 1e-7;

/**
 * Whether a loss is on its way down, or low for other data than its best was of: then it does not diverge. `start` is
 * the mean of its very first steps.
 */
export function comesDown(recent: Recent, width: number, data: OtherData, start: number): boolean {
  const since = data.sinceShift;
  // Of other data a few losses tell only how hard they are.
  if (since !== undefined && (since < 2 * SETTLED || halvesRise(recent.last(since)) < LEARNING)) return true;
  if (width >= 2 * SETTLED && halvesRise(recent.last(width)) < FALLING) return true;
  const isLow = mean(recent.last(width >> 1)) < start - FORGOTTEN * Math.abs(start);
  return isLow && (data.isOther || isSettling(recent.last(2 * width)));
}

/** Whether it jumped and comes down since: its data became harder, and are learned by now. */
function isSettling(losses: Float64Array): boolean {
  const place = jumpIn(losses);
  const [before, after] = [losses.subarray(0, place), losses.subarray(place)];
  if (after.length < LATER || relativeRise(mean(before), mean(after)) < JUMP) return false;
  const fallen = (parts: number) =>
    relativeRise(mean(partOf(after, parts - 2, parts)), mean(partOf(after, parts - 1, parts)));
  // What jumps too far and then stays has not come down of late.
  return fallen(2) < SETTLING && fallen(3) < STILL_SETTLING;
}

/** One of so many parts of equal length. */
const partOf = (numbers: Float64Array, index: number, parts: number): Float64Array =>
  numbers.subarray((numbers.length * index) / parts, (numbers.length * (index + 1)) / parts);

/** Mean of the newer half over that of the older half, minus 1. */
export const halvesRise = (numbers: Float64Array): number =>
  relativeRise(mean(partOf(numbers, 0, 2)), mean(partOf(numbers, 1, 2)));

const relativeRise = (older: number, newer: number): number =>
  (newer - older) / Math.max(Math.abs(older), RESOLUTION);
