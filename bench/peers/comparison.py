"""The same statistics as bench/numbers.mjs and bench/overhead/summary.mjs."""

import math
import statistics

median = statistics.median


def median_interval(numbers):
    """Holds the true median with 95 % confidence, whatever the distribution: order statistics n/2 -/+ 0.98 sqrt(n)."""
    ordered, n = sorted(numbers), len(numbers)
    low = max(0, math.floor(n / 2 - 0.98 * math.sqrt(n)) - 1)
    high = min(n - 1, math.ceil(n / 2 + 0.98 * math.sqrt(n)))
    return ordered[low], ordered[high]


def compared(blocks, bare):
    return {clock: compared_by(clock, blocks, bare) for clock in ("wall", "cpu")}


def compared_by(clock, blocks, bare):
    own, base = [block[clock] for block in blocks], [block[clock] for block in bare]
    ratios = [a / b for a, b in zip(own, base)]
    low, high = median_interval(ratios)
    return {
        "ratio": median(ratios),
        "from": low,
        "to": high,
        "total": sum(own) / sum(base),
        "addedMs": (sum(own) - sum(base)) / len(base),
        "medianAddedMs": median([a - b for a, b in zip(own, base)]),
    }
