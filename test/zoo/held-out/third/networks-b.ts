import type * as tfjs from '@tensorflow/tfjs';
import type { Tf } from '../../run.js';

type LayerArgs = Parameters<Tf['layers']['flatten']>[0];

const one = (inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor => {
  const [input] = [inputs].flat();
  if (!input) throw new Error('a layer: expected an input, found none');
  return input;
};

const widthOf = (shape: tfjs.Shape | tfjs.Shape[]): number => (shape as tfjs.Shape).at(-1) ?? 1;

/** A dense layer with a gate that nothing goes through: `call` does not use the gate's kernel. */
export function forgetfulGate(tf: Tf, args: LayerArgs & { units: number }): tfjs.layers.Layer {
  class Gate extends tf.layers.Layer {
    static className = 'ForgetfulGate';
    private readonly units: number;
    private kernel: tfjs.LayerVariable | undefined;

    constructor({ units, ...args }: LayerArgs & { units: number }) {
      super(args ?? {});
      this.units = units;
    }

    override build(shape: tfjs.Shape | tfjs.Shape[]): void {
      const initializer = tf.initializers.glorotNormal({});
      const size = [widthOf(shape), this.units];
      this.kernel = this.addWeight('kernel', size, 'float32', initializer);
      this.addWeight('gate', size, 'float32', initializer);
      this.built = true;
    }

    override computeOutputShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
      return [(shape as tfjs.Shape)[0] ?? null, this.units];
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return tf.tidy(() =>
        one(inputs)
          .matMul(this.kernel?.read() as tfjs.Tensor)
          .tanh(),
      );
    }
  }
  return new Gate(args);
}

/** Multiplies by one fixed number. */
export function times(tf: Tf, args: LayerArgs & { factor: number }): tfjs.layers.Layer {
  class Times extends tf.layers.Layer {
    static className = 'Times';
    private readonly factor: number;

    constructor({ factor, ...args }: LayerArgs & { factor: number }) {
      super(args ?? {});
      this.factor = factor;
    }

    override computeOutputShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape | tfjs.Shape[] {
      return shape;
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return tf.tidy(() => one(inputs).mul(this.factor));
    }
  }
  return new Times(args);
}

/** Attention over the steps of a sequence [examples, length, width] with one learned query. */
export function attention(tf: Tf, args: LayerArgs): tfjs.layers.Layer {
  class Attention extends tf.layers.Layer {
    static className = 'OneQuery';
    private query: tfjs.LayerVariable | undefined;

    override build(shape: tfjs.Shape | tfjs.Shape[]): void {
      this.query = this.addWeight(
        'query',
        [1, 1, widthOf(shape)],
        'float32',
        tf.initializers.randomNormal({ stddev: 0.3 }),
      );
      this.built = true;
    }

    override computeOutputShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
      return [(shape as tfjs.Shape)[0] ?? null, widthOf(shape)];
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return tf.tidy(() => {
        const steps = one(inputs);
        const scores = steps.mul(this.query?.read() as tfjs.Tensor).sum(2);
        return steps.mul(scores.softmax().expandDims(2)).sum(1);
      });
    }
  }
  return new Attention(args);
}
