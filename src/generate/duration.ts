const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a Prometheus duration such as `90s`, `5m` or `1h30m`. */
export function seconds(duration: string): number {
  if (!/^(\d+[smhd])+$/.test(duration))
    throw new Error(`duration must be like 90s or 1h30m, got "${duration}"`);
  return [...duration.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 1),
    0,
  );
}
