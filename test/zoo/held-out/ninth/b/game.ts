import type * as tfjs from '@tensorflow/tfjs';
import type { Random } from '../../../random.js';
import type { Subject, Tf } from '../../../run.js';
import { training } from '../../eighth/loops.js';
import { variablesOf } from '../../part2-networks.js';
import { minimized, normals, output } from './helpers.js';

export interface Game {
  readonly generator: tfjs.LayersModel;
  readonly critic: tfjs.LayersModel;
  /** Numbers that the generator makes an example of. */
  readonly noise: number;
  readonly real: (size: number) => tfjs.Tensor;
  readonly critics: (real: tfjs.Tensor, made: tfjs.Tensor) => tfjs.Scalar;
  readonly generators: (made: tfjs.Tensor, real: tfjs.Tensor) => tfjs.Scalar;
  readonly optimizers: { readonly generator: tfjs.Optimizer; readonly critic: tfjs.Optimizer };
  readonly watched: 'generator' | 'critic';
  readonly random: Random;
  /** Steps of the critic for one of the generator. */
  readonly turns?: number;
}

/** Two networks against each other, of which one is watched; `distance` is how far apart means and spreads are. */
export function game(
  tf: Tf,
  { generator, critic, noise, real, random, turns = 1, watched, ...rest }: Game,
): Subject {
  const size = 32;
  const make = (count: number) => output(generator, normals(tf, random, count, noise));
  const moments = (of: tfjs.Tensor) => {
    const { mean, variance } = tf.moments(of, 0);
    return tf.concat([mean, variance.sqrt()]);
  };
  const distance = () =>
    moments(real(256))
      .sub(moments(make(256)))
      .square()
      .sum()
      .sqrt() as tfjs.Scalar;
  return training(
    tf,
    { target: rest.optimizers[watched], model: watched === 'critic' ? critic : generator },
    {
      steps: 350,
      step: () => {
        const losses: tfjs.Scalar[] = [];
        for (let turn = 0; turn < turns; turn++) {
          const found = minimized(rest.optimizers.critic, variablesOf(critic), () =>
            rest.critics(real(size), make(size)),
          );
          losses.push(found);
        }
        const made = minimized(rest.optimizers.generator, variablesOf(generator), () =>
          rest.generators(make(size), real(size)),
        );
        const told = tf.tidy(
          () => (watched === 'critic' ? tf.addN(losses).div(turns) : made.clone()) as tfjs.Scalar,
        );
        tf.dispose([losses, made]);
        return { loss: told };
      },
      evaluate: () => ({ distance: distance() }),
    },
  );
}
