import type { Conv2DBackpropFilterAttrs, KernelFunc, Tensor, Tensor4D, TensorInfo } from '@tensorflow/tfjs';
import type { Tf } from './run.js';

/**
 * Registers what the wasm backend of tfjs 4.22 lacks for training a convolutional network: `Conv2DBackpropFilter`.
 * Does nothing where it is there. Max-pooling still has no gradient on wasm: use strided convolutions.
 */
export function registerWasmKernels(tf: Tf): void {
  const kernelName = 'Conv2DBackpropFilter';
  const backendName = 'wasm';
  if (tf.getKernel(kernelName, backendName)) return;
  tf.registerKernel({ kernelName, backendName, kernelFunc: filterGradient(tf) });
}

/**
 * The gradient of a filter is itself a convolution: the input, its channels as the batch and the batch as channels,
 * by the gradient of the output, dilated by the stride. One such call takes 1 to 7 ms where a `matMul` for each
 * position of the filter takes 10 to 100, as XNNPACK does the former alone.
 */
function filterGradient(tf: Tf): KernelFunc {
  return ({ inputs, attrs }) => {
    // What the engine passes to this kernel, in tfjs-core's ops/conv2d_backprop_filter.ts.
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
      attrs as unknown as Conv2DBackpropFilterAttrs;
    if (dataFormat !== 'NHWC') {
      throw new Error(`Conv2DBackpropFilter on wasm: expected data format NHWC, got ${dataFormat}`);
    }
    const x = asTensor(tf, inputs.x);
    const dy = asTensor(tf, inputs.dy);
    const conv = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
    const { top, left } = conv.padInfo;
    const usedHeight = (conv.outHeight - 1) * conv.strideHeight + conv.filterHeight;
    const usedWidth = (conv.outWidth - 1) * conv.strideWidth + conv.filterWidth;
    const bottom = Math.max(0, usedHeight - top - conv.inHeight);
    const right = Math.max(0, usedWidth - left - conv.inWidth);
    return tf.tidy(() => {
      const image = tf
        .pad(x, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ])
        .transpose<Tensor4D>([3, 1, 2, 0]);
      const filter = dy.transpose<Tensor4D>([1, 2, 0, 3]);
      const dilation: [number, number] = [conv.strideHeight, conv.strideWidth];
      return (
        tf
          .conv2d(image, filter, 1, 'valid', 'NHWC', dilation)
          // Rows and columns that the stride left unused in the forward pass add positions beyond the filter's own.
          .slice([0, 0, 0, 0], [conv.inChannels, conv.filterHeight, conv.filterWidth, conv.outChannels])
          .transpose([1, 2, 0, 3])
      );
    });
  };
}

/** The engine passes tensors of rank 4; the kernel's type only promises their description. */
function asTensor(tf: Tf, info: TensorInfo | undefined): Tensor4D {
  if (info instanceof tf.Tensor && hasRank4(info)) return info;
  throw new Error(`Conv2DBackpropFilter on wasm: expected a tensor of rank 4, got shape [${info?.shape}]`);
}

const hasRank4 = (tensor: Tensor): tensor is Tensor4D => tensor.rank === 4;
