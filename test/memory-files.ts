import * as tf from '@tensorflow/tfjs';

/** Models that were saved to `file://FOLDER`, by the URL of their model.json. */
const saved = new Map<string, tf.io.ModelArtifacts>();

function checked(url: string | string[]): string {
  if (typeof url === 'string' && url.startsWith('file://')) return url;
  throw new Error(`saving or loading a model: expected a URL that begins with file://, got ${url}`);
}

// `file://` comes with tfjs-node; the plain tfjs of these tests has no files, so they are in memory.
tf.io.registerSaveRouter((url) => {
  const path = `${checked(url)}/model.json`;
  return tf.io.withSaveHandler(async (artifacts) => {
    saved.set(path, artifacts);
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  });
});

tf.io.registerLoadRouter((url) => {
  const artifacts = saved.get(checked(url));
  if (!artifacts) throw new Error(`loading a model: nothing was saved to ${url}`);
  return tf.io.fromMemory(artifacts);
});
