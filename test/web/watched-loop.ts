import * as tf from '@tensorflow/tfjs';
import { type Vitals, type WatchOptions, watch } from 'trainvitals';
import { onTestFinished } from 'vitest';

/** A run that is watched until the test ends, or what `end` is told of, and takes a step when it is told to. */
export async function watchedLoop(
  options: WatchOptions,
  end: (close: () => Promise<void>) => void = onTestFinished,
): Promise<{ vitals: Vitals; step(): Promise<void> }> {
  await tf.setBackend('cpu');
  const weights = tf.variable(tf.ones([4]));
  const optimizer = tf.train.sgd(0.01);
  const vitals = await watch(optimizer, {
    port: 0,
    linger: 0,
    variables: { weights },
    ...options,
  });
  end(() => vitals.close());
  const step = async () => {
    optimizer.minimize(() => weights.square().sum().asScalar());
    vitals.step({ accuracy: 0.5 });
    await vitals.flush();
  };
  await step();
  return { vitals, step };
}
