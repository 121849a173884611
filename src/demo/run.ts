import type * as tfjs from '@tensorflow/tfjs';

export type Tf = typeof tfjs;
/** What draws the first weights of a layer; tfjs does not export its name. */
export type Initializer = ReturnType<Tf['initializers']['zeros']>;

/** Handwritten digits: images [n, 28, 28, 1] in 0..1, labels one-hot [n, 10]. */
export interface Digits {
  readonly train: { readonly images: tfjs.Tensor4D; readonly labels: tfjs.Tensor2D };
  readonly test: { readonly images: tfjs.Tensor4D; readonly labels: tfjs.Tensor2D };
}

/** A training run on the digits, as a user would write it: what is trained, on what, how. */
export interface Training {
  readonly model: tfjs.LayersModel;
  readonly images: tfjs.Tensor;
  readonly labels: tfjs.Tensor;
  readonly validation?: [tfjs.Tensor, tfjs.Tensor];
  readonly batchSize: number;
  readonly epochs: number;
  /** Whether the order of the examples changes each epoch; it does where nothing is said. */
  readonly shuffle?: boolean;
  /** The program's own. */
  readonly callbacks?: tfjs.CustomCallbackArgs;
}

/** What `fit` is given for so many epochs of a training: the callbacks are the program's own, then the caller's. */
export const fitArgs = (
  { validation, batchSize, shuffle, callbacks }: Training,
  epochs: number,
  more: tfjs.CustomCallbackArgs,
): tfjs.ModelFitArgs => ({
  batchSize,
  epochs,
  ...(validation && { validationData: validation }),
  ...(shuffle !== undefined && { shuffle }),
  verbose: 0,
  callbacks: callbacks ? [callbacks, more] : more,
});

/** A run that has a symptom; used by `demo --fault` and by the end-to-end tests. */
export interface FaultyRun {
  /** The symptom it has: its id. */
  readonly symptom: string;
  /** What the user did wrong, one sentence. */
  readonly mistake: string;
  /** The layer the symptom must name, where it has one. */
  readonly layer?: string;
  /** Steps within which it must be raised. */
  readonly within: number;
  readonly build: (tf: Tf, digits: Digits) => Training;
  /** Where code can express one: the first of the guide's remedies that cures this run. */
  readonly remedy?: AppliedRemedy;
}

/** The faulty run again, the same in everything but what one remedy changes. */
export interface AppliedRemedy {
  /** Which of the symptom's remedies, counted from 1. */
  readonly number: number;
  /** What must be lower than in the sick run: the training loss, that on the test digits; or neither: it only turns quiet. */
  readonly proves: 'loss' | 'validation' | 'quiet';
  readonly build: FaultyRun['build'];
}
