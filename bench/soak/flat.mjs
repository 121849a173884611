/** Beyond this a curve is no longer called flat; V8 and the allocator move by a few per cent without a leak. */
const TOLERANCE = 0.05;

/**
 * Whether a curve of ten points is flat: what its last three points have on average is not above what the points of the
 * middle (the fourth to the sixth) have, but for a twentieth. The first points are the start: caches, compiled code, pages.
 */
export function flatness(values) {
  const third = Math.floor(values.length * 0.3);
  const mean = (some) => some.reduce((a, b) => a + b, 0) / some.length;
  const [middle, last] = [mean(values.slice(third, 2 * third)), mean(values.slice(-third))];
  return { growth: last / middle - 1, isFlat: last <= middle * (1 + TOLERANCE) };
}
