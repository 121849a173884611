/**
 * The way one would do it by hand: after each step the norm of every gradient, of every weight and of its update, each
 * read as a number of its own. Returns the callback that `fit` needs for it.
 */
export function measureNaively({ tf, readsAtOnce }, model) {
  const { optimizer } = model;
  const apply = optimizer.applyGradients.bind(optimizer);
  let norms = [];
  optimizer.applyGradients = (gradients) => {
    const variables = model.trainableWeights.map((weight) => weight.read());
    const before = variables.map((variable) => tf.keep(variable.clone()));
    norms = tf.tidy(() => byVariable(gradients, model).map((gradient) => tf.keep(tf.norm(gradient))));
    apply(gradients);
    norms.push(...tf.tidy(() => updates(tf, model, before)));
    for (const tensor of before) tensor.dispose();
  };
  return {
    onBatchEnd: async () => {
      for (const norm of norms) {
        if (readsAtOnce) norm.dataSync();
        else await norm.data();
        norm.dispose();
      }
      norms = [];
    },
  };
}

/** Norms of the weights and of what the step added to them; the old values are still there, as `assign` swaps them. */
function updates(tf, model, before) {
  return model.trainableWeights.flatMap((weight, i) => {
    const after = weight.read();
    return [tf.keep(tf.norm(after)), tf.keep(tf.norm(after.sub(before[i])))];
  });
}

/** `minimize` hands over a list or an object by name (tfjs-core 4.22, optimizers/optimizer.ts). */
function byVariable(gradients, model) {
  if (Array.isArray(gradients)) return gradients.map(({ tensor }) => tensor);
  return model.trainableWeights.map((weight) => gradients[weight.read().name]);
}
