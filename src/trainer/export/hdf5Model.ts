import { modelConfig } from '../../core/keras/write/modelConfig';
import type { Exporter } from './exporter';

/** The last version of the Keras that had this format for its own. */
const KERAS_VERSION = '2.15.0';
/** An attribute of HDF5 holds 64 KB; each text in a list of them takes 16 bytes there. */
const MOST_NAMES = 3000;

/** A whole model in an HDF5 file, as `model.save("name.h5")` writes it: weights by layer, those that learn first. */
export const exportHdf5Model: Exporter = async ({ analysis, arrays }) => {
  const { model, training, layers, notes } = modelConfig(analysis, 'keras2');
  const byName = new Map(arrays.map((array) => [array.name, array]));
  const owned = layers.map(({ layer, name }) => {
    const weights = layer.weights ?? [];
    const ordered = [...weights.filter(({ trainable }) => trainable), ...weights.filter(({ trainable }) => !trainable)];
    return {
      name,
      weights: ordered.map((weight) => ({ own: `${name}/${weight.name}:0`, array: byName.get(`${layer.name}/${weight.name}`)! })),
    };
  });
  const { writeHdf5 } = await import('../hdf5/hdf5');
  const about = { keras_version: KERAS_VERSION, backend: 'tensorflow' };
  const content = await writeHdf5({
    arrays: owned.flatMap(({ name, weights }) => weights.map(({ own, array }) => ({ ...array, name: `model_weights/${name}/${own}` }))),
    attributes: [
      { path: '', ...about, model_config: JSON.stringify(model), ...(training && { training_config: JSON.stringify(training) }) },
      { path: 'model_weights', ...about, ...listed('layer_names', owned.map(({ name }) => name)) }, // prettier-ignore
      ...owned.map(({ name, weights }) => ({ path: `model_weights/${name}`, ...listed('weight_names', weights.map(({ own }) => own)) })), // prettier-ignore
    ],
  });
  return { content, notes };
};

/** A list of texts as an attribute; a long one as several, with numbers behind the name. An empty one is not written. */
function listed(name: string, texts: readonly string[]): { readonly [attribute: string]: readonly string[] } {
  if (texts.length === 0) return {};
  if (texts.length <= MOST_NAMES) return { [name]: texts };
  const parts = Array.from({ length: Math.ceil(texts.length / MOST_NAMES) }, (_, i) => texts.slice(i * MOST_NAMES, (i + 1) * MOST_NAMES));
  return Object.fromEntries(parts.map((part, i) => [`${name}${i}`, part]));
}
