/** Properties that were set for a moment, and how they were. */
export class Overrides {
  private readonly undoing: (() => void)[] = [];

  /** Sets a property until {@link undo}; one that was inherited is inherited again. */
  set(holder: object, name: string, value: unknown): void {
    const own = Object.getOwnPropertyDescriptor(holder, name);
    Object.defineProperty(holder, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: own?.enumerable ?? false,
    });
    this.undoing.push(() => {
      if (own) Object.defineProperty(holder, name, own);
      else Reflect.deleteProperty(holder, name);
    });
  }

  /** The same, unless the holder is frozen; says whether it was set. */
  setIfPossible(holder: object, name: string, value: unknown): boolean {
    const own = Object.getOwnPropertyDescriptor(holder, name);
    if (own ? !own.configurable : !Object.isExtensible(holder)) return false;
    this.set(holder, name, value);
    return true;
  }

  /** Everything is as it was, the last that was set first. */
  undo(): void {
    for (const undo of this.undoing.splice(0).reverse()) undo();
  }
}
