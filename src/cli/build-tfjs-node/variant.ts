/** Of tfjs-node; the last there is. */
export const TFJS_NODE_VERSION = '4.22.0';

/** Of TensorFlow, where nothing is said; what the tests build with. */
export const TENSORFLOW_VERSION = '2.21.0';

/** The npm package, and the Python package whose TensorFlow it gets. */
export interface Variant {
  readonly gpu: boolean;
  readonly npmPackage: string;
  readonly pythonPackage: string;
}

export const CPU: Variant = {
  gpu: false,
  npmPackage: '@tensorflow/tfjs-node',
  pythonPackage: 'tensorflow-cpu',
};

export const GPU: Variant = {
  gpu: true,
  npmPackage: '@tensorflow/tfjs-node-gpu',
  pythonPackage: 'tensorflow',
};
