/**
 * Replaces a method on one instance. The prototype and other instances stay as they are, and `restore` leaves the
 * instance as it was, unless somebody patched over it since: then the patch stays, passive.
 */
export function patch<T extends object, K extends keyof T>(
  instance: T,
  name: K,
  wrap: (original: T[K], isOn: () => boolean) => T[K],
): () => void {
  const own = Object.getOwnPropertyDescriptor(instance, name);
  let on = true;
  const wrapped = wrap(instance[name], () => on);
  Object.defineProperty(instance, name, {
    value: wrapped,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  return () => {
    on = false;
    if (instance[name] !== wrapped) return;
    if (own) Object.defineProperty(instance, name, own);
    else Reflect.deleteProperty(instance, name);
  };
}
