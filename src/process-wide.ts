/**
 * What all copies of this package in a process share, whatever their versions: a plug-in may bring one of its own, and
 * both may watch the same model, be told of the same signal or want the same port. `name` stands for the shape of the
 * value: where that changes, so does the name.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`trainvitals.${name}`);
  const found: T | undefined = Reflect.get(globalThis, key);
  if (found) return found;
  const made = make();
  Object.defineProperty(globalThis, key, { value: made });
  return made;
}
