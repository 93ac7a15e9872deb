import type { Analysis } from '../../core/analysis';
import { modelConfig } from '../../core/keras/write/modelConfig';
import { pythonJson } from '../../core/keras/write/pythonJson';
import { Failure } from '../failure';
import type { Exporter } from './exporter';

/** The last version of the Keras that had this format for its own. */
const KERAS_VERSION = '2.15.0';
/** An attribute of HDF5 holds 64 KB; each text in a list of them takes 16 bytes there. */
const MOST_NAMES = 3000;

/** A whole model in an HDF5 file, as `model.save("name.h5")` writes it: weights by layer, those that learn first. */
export const exportHdf5Model: Exporter = async ({ analysis, arrays }) => {
  requireSingleAxes(analysis);
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
      { path: '', ...about, model_config: pythonJson(model), ...(training && { training_config: pythonJson(training) }) },
      { path: 'model_weights', ...about, ...listed('layer_names', owned.map(({ name }) => name)) }, // prettier-ignore
      ...owned.map(({ name, weights }) => ({ path: `model_weights/${name}`, ...listed('weight_names', weights.map(({ own }) => own)) })), // prettier-ignore
    ],
  });
  return { content, notes };
};

/** Of a list of axes Keras takes the last one when it reads this format, and computes something else without a word. */
function requireSingleAxes({ layers }: Analysis): void {
  const several = layers.find(({ used, layer: { axis } }) => used && Array.isArray(axis) && axis.length > 1);
  if (several)
    throw new Failure(`Keras reads only one of the axes of ${several.name} from an HDF5 file.`, {
      next: 'Export it as a Keras model (.keras).',
    });
}

/** A list of texts as an attribute; a long one as several, with numbers behind the name. An empty one is not written. */
function listed(name: string, texts: readonly string[]): { readonly [attribute: string]: readonly string[] } {
  if (texts.length === 0) return {};
  if (texts.length <= MOST_NAMES) return { [name]: texts };
  const parts = Array.from({ length: Math.ceil(texts.length / MOST_NAMES) }, (_, i) => texts.slice(i * MOST_NAMES, (i + 1) * MOST_NAMES));
  return Object.fromEntries(parts.map((part, i) => [`${name}${i}`, part]));
}
