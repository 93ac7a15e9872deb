import path from 'node:path';
import { listedPlaces, type WeightPlace } from '../../core/keras/read/weightPlaces';
import type { Json } from '../../core/document';
import { isObject } from '../../core/layers/readFields';
import { Failure } from '../failure';
import type { Hdf5 } from '../hdf5/openHdf5';
import { describeModel, fits, missingNote, type Described } from './describeModel';
import type { ArraySource, ImportedModel, OpenedFile } from './importer';
import { readJson } from './readJson';

/** A whole model in an HDF5 file: what `model.save("name.h5")` has written since the first Keras. */
export async function importHdf5Model({ path: name, handle, size }: OpenedFile): Promise<ImportedModel> {
  const { openHdf5 } = await import('../hdf5/hdf5');
  const file = await openHdf5({ fd: handle.fd, start: 0, size });
  try {
    const text = file.attribute('', 'model_config');
    if (typeof text !== 'string') throw noModel(file);
    const training = file.attribute('', 'training_config');
    const version = file.attribute('', 'keras_version');
    const described = describeModel({
      ...splitOf(readJson(text, 'The model_config')),
      ...(typeof training === 'string' && { training: readJson(training, 'The training_config') }),
      name: path.basename(name, path.extname(name)),
      ...(typeof version === 'string' && { version }),
    });
    const { arrays, missing } = arraysIn(file, described);
    return { ...described, notes: [...described.notes, ...missingNote(missing)], arrays, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Some versions have both parts in one text. */
function splitOf(config: Json): { readonly model: Json; readonly training?: Json } {
  const whole = isObject(config) && isObject(config.model_config) ? config : undefined;
  return whole
    ? { model: whole.model_config!, ...(whole.training_config !== undefined && { training: whole.training_config }) }
    : { model: config };
}

function noModel(file: Hdf5): Failure {
  const weights =
    file.names('').some((name) => name === 'layers' || name === 'model_weights') || file.attribute('', 'layer_names') !== undefined;
  return weights
    ? new Failure('The file has weights, but not the model that they are of.', {
        next: 'Save the whole model with model.save("name.keras").',
      })
    : new Failure('There is no model of Keras in this HDF5 file.', { next: 'Give what model.save("name.h5") has written.' });
}

function arraysIn(
  file: Hdf5,
  { analysis, origins }: Described,
): { readonly arrays: readonly ArraySource[]; readonly missing: readonly string[] } {
  const root = file.names('').includes('model_weights') ? 'model_weights' : '';
  const within = (...names: readonly string[]): string => [root, ...names].filter(Boolean).join('/');
  const arrays: ArraySource[] = [];
  const missing: string[] = [];
  const add = ({ name, shape }: WeightPlace, at: string | undefined) => {
    const array = at === undefined ? undefined : file.array(at);
    if (array && fits(array.shape, shape)) arrays.push({ name, shape, chunks: () => array.chunks() });
    else missing.push(name);
  };
  for (const [owner, places] of listedPlaces(analysis, origins)) {
    const names = listOf(file, within(owner), 'weight_names');
    places.forEach((alike, i) => alike.forEach((place) => add(place, names[i] === undefined ? undefined : within(owner, names[i]))));
  }
  return { arrays, missing };
}

/** A list of texts; one that is too long for an attribute goes on in others, with a number behind the name. */
function listOf(file: Hdf5, group: string, name: string): readonly string[] {
  const whole = file.attribute(group, name);
  if (whole !== undefined) return [whole].flat();
  const all: string[] = [];
  for (let part = 0; ; part++) {
    const more = file.attribute(group, `${name}${part}`);
    if (more === undefined) return all;
    all.push(...[more].flat());
  }
}
