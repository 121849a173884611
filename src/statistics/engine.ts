/**
 * The few internals of tfjs-core that the agent touches, all here. All copies of tfjs-core in a process share one
 * engine through a global (tfjs-core 4.22, engine.ts `getOrMakeEngine`), so the user's own copy and backend are used
 * and nothing is imported.
 */
export interface TensorLike {
  readonly id: number;
  /** Clones share it. */
  readonly dataId?: object;
  readonly shape: readonly number[];
  readonly size: number;
  readonly dtype: string;
  readonly isDisposed: boolean;
  dataSync(): ArrayLike<number>;
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

/** A `tf.Variable`. `assign` swaps the data behind it, so an `Identity` taken before keeps the old values. */
export interface VariableLike extends TensorLike {
  readonly name: string;
  trainable: boolean;
}

/** tfjs-core 4.22, engine.ts. */
export interface Engine {
  readonly backendName: string;
  readonly backend: object;
  /** `kernelDepth` above 0 means "inside a kernel": what runs is not recorded on the gradient tape. */
  readonly state: {
    kernelDepth: number;
    /** Above 0 while something is differentiated, */
    readonly gradientDepth: number;
    /** onto this tape, a new one each time. */
    readonly activeTape?: object;
    readonly numTensors: number;
    readonly numBytes: number;
  };
  readonly registeredVariables: Readonly<Record<string, VariableLike>>;
  /** Resolves when a backend is initialized. */
  ready(): Promise<void>;
  runKernel(name: string, inputs: object, attrs?: object): TensorLike;
  tidy<T>(run: () => T): T;
  keep<T extends TensorLike>(tensor: T): T;
  makeTensor(values: ArrayLike<number>, shape: readonly number[], dtype: string): TensorLike;
}

/** The engine of this process, if a tfjs was loaded. */
export function findEngine(): Engine | undefined {
  const found: unknown = Reflect.get(globalThis, '_tfengine');
  return isEngine(found) ? found : undefined;
}

function isEngine(value: unknown): value is Engine {
  return (
    typeof value === 'object' && value !== null && 'runKernel' in value && 'registeredVariables' in value
  );
}

/** What is recorded on while something is differentiated: the tape, or what stands for it where it is not told. */
export const tapeOf = ({ state }: Engine): object | undefined =>
  state.gradientDepth > 0 ? (state.activeTape ?? state) : undefined;

/** Whether reading a tensor at once is a plain copy; elsewhere it must be awaited. */
export const readsAtOnce = (engine: Engine): boolean =>
  ['cpu', 'wasm', 'tensorflow'].includes(engine.backendName);

/**
 * Runs `measure` off the gradient tape, in a scope of its own: a run that is being differentiated records nothing of
 * it, and no tensor outlives it but those that were kept.
 */
export function offTape<T>(engine: Engine, measure: () => T): T {
  engine.state.kernelDepth++;
  try {
    return engine.tidy(measure);
  } finally {
    engine.state.kernelDepth--;
  }
}
