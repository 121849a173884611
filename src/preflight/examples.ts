import { TrainvitalsError } from '../errors.js';
import type { TensorLike } from '../statistics/engine.js';
import type { ModelLike } from '../tap/model.js';
import type { TrainingEngine } from './engine.js';
import { outputsOf } from './outputs.js';

/** Tensors as `fit` takes them: one, a list in the model's order, or by the names of its inputs or outputs. */
export type Given = object | readonly object[] | Readonly<Record<string, object>>;

/** One input or output of the model, of all examples: [examples, …]. */
export interface Part {
  readonly name: string;
  readonly tensor: TensorLike;
}

/** Examples that fit the model: inputs and targets in its order. */
export interface Examples {
  readonly size: number;
  readonly inputs: readonly Part[];
  readonly targets: readonly Part[];
  /** Frees what was made of them; the caller's own tensors stay. */
  readonly dispose: () => void;
}

/** Where tensors come from, and what they must be like. */
interface Place {
  /** `xs`, `ys`, or of the validation data. */
  readonly option: string;
  readonly names: readonly string[];
  readonly shapes: readonly (readonly (number | null)[])[];
}

/** Checks examples against the model; throws one line for what does not fit. */
export function examplesOf(
  engine: TrainingEngine,
  model: ModelLike,
  given: { readonly xs: unknown; readonly ys: unknown },
  names = { xs: 'xs', ys: 'ys' },
): Examples {
  const made: TensorLike[] = [];
  const parts = (value: unknown, place: Place) =>
    tensorsIn(value, place).map((tensor, index) => {
      const fitting = fitted(engine, tensor, place, index);
      if (fitting !== tensor) made.push(fitting);
      return { name: place.names[index] ?? String(index), tensor: fitting };
    });
  const dispose = () => {
    for (const tensor of made.splice(0)) tensor.dispose();
  };
  try {
    const outputs = outputsOf(model);
    const inputs = parts(given.xs, {
      option: names.xs,
      names: model.inputNames,
      shapes: model.inputs.map(({ shape }) => shape),
    });
    const targets = parts(given.ys, {
      option: names.ys,
      names: outputs.map(({ name }) => name),
      shapes: outputs.map(({ shape, isSparse }) => [
        null,
        ...(isSparse ? [...shape.slice(0, -1), 1] : shape),
      ]),
    });
    return { size: sizeOf([...inputs, ...targets], names), inputs, targets, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function tensorsIn(value: unknown, { option, names }: Place): readonly TensorLike[] {
  const list: readonly unknown[] = isTensor(value)
    ? [value]
    : Array.isArray(value)
      ? value
      : typeof value === 'object' && value !== null
        ? names.map((name) => Reflect.get(value, name))
        : [value];
  if (list.length !== names.length)
    refuse(
      `${option} must be ${names.length === 1 ? 'one tensor' : `${names.length} tensors (${names.join(', ')})`}, got ${list.length}`,
    );
  return list.map((tensor, index) => {
    if (isTensor(tensor) && !tensor.isDisposed) return tensor;
    const found = isTensor(tensor) ? 'one that is disposed' : tensor === null ? 'null' : typeof tensor;
    return refuse(`${option} must have a tensor for "${names[index]}", got ${found}`);
  });
}

/** The tensor as `fit` would feed it; of rank 1 it becomes a column. */
function fitted(engine: TrainingEngine, tensor: TensorLike, { option, names, shapes }: Place, index: number) {
  const expected = shapes[index] ?? [];
  const name = names[index];
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64')
    refuse(
      `${option} for "${name}" must hold numbers, got ${tensor.dtype === 'string' ? 'strings' : tensor.dtype}`,
    );
  const shape = tensor.shape.length === 1 && expected.length === 2 ? [tensor.shape[0] ?? 0, 1] : tensor.shape;
  const fits =
    shape.length === expected.length &&
    shape.every((size, axis) => axis === 0 || expected[axis] === null || expected[axis] === size);
  if (!fits)
    refuse(
      `${option} for "${name}" must have shape [${['examples', ...expected.slice(1).map((size) => size ?? 'any')].join(', ')}], got [${tensor.shape.join(', ')}]`,
    );
  if (shape === tensor.shape) return tensor;
  return engine.keep(engine.tidy(() => engine.runKernel('Reshape', { x: tensor }, { shape })));
}

function sizeOf(parts: readonly Part[], names: { xs: string; ys: string }): number {
  const size = parts[0]?.tensor.shape[0] ?? 0;
  const other = parts.find(({ tensor }) => tensor.shape[0] !== size);
  if (other)
    refuse(
      `${names.xs} and ${names.ys} must have as many examples each, got ${size} for "${parts[0]?.name}" and ${other.tensor.shape[0]} for "${other.name}"; pair inputs and labels`,
    );
  if (size < 2)
    refuse(
      `${names.xs} must have 2 examples or more, got ${size === 0 ? 'none' : size}; give it the training data`,
    );
  return size;
}

export const isTensor = (value: unknown): value is TensorLike =>
  typeof value === 'object' && value !== null && 'shape' in value && 'dtype' in value && 'dataSync' in value;

function refuse(message: string): never {
  throw new TrainvitalsError('DATA', `preflight(): ${message}`);
}
