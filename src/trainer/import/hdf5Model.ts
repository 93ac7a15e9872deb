import path from 'node:path';
import { listedPlaces, type WeightPlace } from '../../core/keras/read/weightPlaces';
import type { Json } from '../../core/document';
import { isObject } from '../../core/layers/readFields';
import { Failure } from '../failure';
import type { Hdf5 } from '../hdf5/openHdf5';
import { describeModel, fits, keptNote, missingNote, type Described } from './describeModel';
import type { ArraySource, ImportedModel, OpenedFile } from './importer';
import { mostNames } from './limits';
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
    const { arrays, missing, kept } = arraysIn(file, described, size);
    const notes = [...described.notes, ...missingNote(missing), ...keptNote(kept)];
    return { ...described, notes, arrays: [...arrays, ...kept], close: () => file.close() };
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

function arraysIn(file: Hdf5, { analysis, origins, unknown }: Described, size: number) {
  const root = file.names('').includes('model_weights') ? 'model_weights' : '';
  const within = (...names: readonly string[]): string => [root, ...names].filter(Boolean).join('/');
  const arrays: ArraySource[] = [];
  const missing: string[] = [];
  const add = ({ name, shape }: WeightPlace, at: string | undefined) => {
    const array = at === undefined ? undefined : file.array(at);
    if (array && fits(array.shape, shape)) arrays.push({ name, shape: shape ?? array.shape, chunks: () => array.chunks() });
    else missing.push(name);
  };
  /** Names of the arrays of each layer of the outermost model, and by what stands in them before the weight's own. */
  const listed = new Map<string, { readonly all: readonly string[]; readonly byPart: ReadonlyMap<string, readonly string[]> }>();
  const namesIn = (owner: string) => {
    const known = listed.get(owner);
    if (known) return known;
    const all = listOf(file, within(owner), 'weight_names').map((name) => within(owner, name));
    const byPart = new Map<string, string[]>();
    const start = within(owner).length + 1;
    for (const name of all)
      for (const part of new Set(name.slice(start).split('/').slice(0, -1))) {
        const alike = byPart.get(part);
        if (alike) alike.push(name);
        else byPart.set(part, [name]);
      }
    const read = { all, byPart };
    listed.set(owner, read);
    return read;
  };
  /** Names of the arrays of a layer among those of the model that it is in. */
  const ownNames = (layer: string): readonly string[] => {
    const [owner = '', ...inner] = origins.get(layer)?.names ?? [];
    const { all, byPart } = namesIn(owner);
    const own = inner.at(-1);
    return own === undefined ? all : (byPart.get(own) ?? []);
  };
  // Where there are weights that no layer here has, the others cannot be counted.
  const mixed = new Set(unknown.map(({ layer }) => origins.get(layer)?.names[0]));
  for (const [owner, places] of listedPlaces(analysis, origins)) {
    const names = namesIn(owner).all;
    const taken = new Map<string, number>();
    places.forEach((alike, i) => {
      if (!mixed.has(owner)) return alike.forEach((place) => add(place, names[i]));
      for (const place of alike) {
        const nth = taken.get(place.layer) ?? 0;
        taken.set(place.layer, nth + 1);
        add(place, ownNames(place.layer)[nth]);
      }
    });
  }
  const kept = new Map<string, ArraySource>();
  let looked = 0;
  for (const { layer } of unknown)
    for (const at of ownNames(layer)) {
      if (++looked > mostNames(size)) break;
      const array = file.array(at);
      const name = `${layer}/${at.slice(at.lastIndexOf('/') + 1).replace(/:0$/, '')}`;
      if (array && !kept.has(name)) kept.set(name, { name, shape: array.shape, chunks: () => array.chunks() });
    }
  return { arrays, missing, kept: [...kept.values()] };
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
