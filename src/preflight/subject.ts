import type * as tfjs from '@tensorflow/tfjs';
import type { Given } from './examples.js';

export type Tf = typeof tfjs;

/** A compiled model and its data, as a caller hands them to `preflight`. */
export interface Subject {
  readonly model: tfjs.LayersModel;
  readonly xs: Given;
  readonly ys: Given;
  readonly validationData?: readonly [Given, Given];
  readonly classes?: readonly string[];
}

/** What a check is proven on: a model that passes it, or one that fails it by a single mistake. */
export interface Example {
  /** What it is; of one that fails, the mistake. */
  readonly name: string;
  readonly build: (tf: Tf) => Subject;
  /** Of one that fails: what the check must say. */
  readonly finds?: RegExp;
}

/** The examples of a check's folder, `<id>.models.ts`. */
export interface Models {
  readonly passing: readonly Example[];
  readonly failing: readonly (Example & { readonly finds: RegExp })[];
}
