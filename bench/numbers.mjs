/** Value below which the share `q` of the numbers lies (nearest rank). */
export function quantile(numbers, q) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
}

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * Interval that contains the true median with 95 % confidence, whatever the distribution: the order statistics
 * n/2 ∓ 0.98·√n (normal approximation of the binomial).
 */
export function medianInterval(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const n = sorted.length;
  const low = Math.max(0, Math.floor(n / 2 - 0.98 * Math.sqrt(n)) - 1);
  const high = Math.min(n - 1, Math.ceil(n / 2 + 0.98 * Math.sqrt(n)));
  return [sorted[low], sorted[high]];
}
