import { processWide } from '../process-wide.js';

/** What lies under a patch: the property as it was, and whether the patch still acts. */
interface Layer {
  readonly own: PropertyDescriptor | undefined;
  on: boolean;
}

/** Of all copies of this package: patches of several may lie on one method, and be undone in any order. */
const layers = processWide('patches', () => new WeakMap<object, Layer>());

/**
 * Replaces a method on one instance. The prototype and other instances stay as they are. `restore` leaves the instance
 * as it was, in whatever order several patches of one method are undone; where somebody else patched over it since, it
 * stays, passive.
 */
export function patch<T extends object, K extends keyof T>(
  instance: T,
  name: K,
  wrap: (original: T[K], isOn: () => boolean) => T[K],
): () => void {
  const layer: Layer = { own: Object.getOwnPropertyDescriptor(instance, name), on: true };
  const wrapped = wrap(instance[name], () => layer.on);
  layers.set(Object(wrapped), layer);
  Object.defineProperty(instance, name, {
    value: wrapped,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  return () => {
    layer.on = false;
    for (
      let top = layers.get(Object(instance[name]));
      top && !top.on;
      top = layers.get(Object(instance[name]))
    ) {
      if (top.own) Object.defineProperty(instance, name, top.own);
      else Reflect.deleteProperty(instance, name);
    }
  };
}
