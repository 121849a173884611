/**
 * The validation of an epoch by the names of its training metrics, from tfjs' logs (`val_…`).
 *
 * With several outputs tfjs-layers 4.22 mixes them up: its test function returns the running sums of the outputs'
 * losses first, then each output's loss, then the metrics, and `fit` names them in order of `metricsNames`, which has
 * one total loss first (engine/training.ts, `makeTestFunction`). So the total is at place n, an output's loss n places
 * behind its name, a metric n − 1; what is pushed off the end is lost.
 */
export function validationOf(
  logs: Readonly<Record<string, number>>,
  names: readonly string[],
  outputs: number,
): Record<string, number> {
  const values = names.map((name) => logs[`val_${name}`]);
  if (values.every((value) => value === undefined)) return {};
  const shift = outputs > 1 ? outputs - 1 : 0;
  const found: Record<string, number> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index + shift];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
