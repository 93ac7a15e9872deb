import path from 'node:path';
import type { Json } from '../../core/document';
import { isObject } from '../../core/layers/readFields';
import { Failure } from '../failure';
import { describeModel } from './describeModel';
import type { ImportedModel, OpenedFile } from './importer';
import { readJson, readText } from './readJson';
import { withShards } from './shards';

/** What `model.to_json()` gives, or the `model.json` of TensorFlow.js with its weights beside it. */
export async function importJson(file: OpenedFile): Promise<ImportedModel & { readonly format: 'json' | 'tfjs' }> {
  const value = readJson(await readText(file), path.basename(file.path));
  const name = path.basename(file.path, path.extname(file.path));
  if (!isObject(value)) throw new Failure('The file does not describe a model.', { next: 'Give what model.to_json() has written.' });
  if ('layerwise' in value) throw new Failure('This is a design already.', { next: 'Open it; there is nothing to import.' });
  if (value.format === 'graph-model')
    throw new Failure('This is a graph of TensorFlow, whose layers are not in the file.', {
      reason: 'tensorflowjs_converter makes such files of a SavedModel.',
      next: 'Convert the Keras model itself, with --output_format=tfjs_layers_model.',
    });
  const topology = value.modelTopology;
  if (topology === undefined) {
    const version = typeof value.keras_version === 'string' ? value.keras_version : '';
    return { ...describeModel({ model: value, name, version }), arrays: [], format: 'json' };
  }
  const model: Json = isObject(topology) && isObject(topology.model_config) ? topology.model_config : topology;
  const training = isObject(topology) && isObject(topology.training_config) ? topology.training_config : value.trainingConfig;
  const folder = path.basename(path.dirname(file.path));
  const described = describeModel({
    model,
    ...(training !== undefined && { training }),
    name: name === 'model' ? folder : name,
    version: isObject(topology) && typeof topology.keras_version === 'string' ? topology.keras_version : 'tfjs',
  });
  return { ...(await withShards(described, value.weightsManifest, path.dirname(file.path))), format: 'tfjs' };
}
