import { models } from '@tensorflow/tfjs-layers';
import type { Json, JsonObject } from '../../core/document';
import { modelConfig, type WrittenModel } from '../../core/keras/write/modelConfig';
import { pythonJson } from '../../core/keras/write/pythonJson';
import { snakeCase } from '../../core/keras/snakeCase';
import { isObject } from '../../core/layers/readFields';
import { Failure } from '../failure';
import { startRuntime } from '../runtime/runtime';
import type { NamedArray } from '../safetensors';
import { layerwiseVersion } from '../version';
import type { Exporter } from './exporter';

/** As TensorFlow.js cuts them. */
const SHARD_BYTES = 4 * 2 ** 20;

/** A folder with `model.json` and the weights in shards, for `tf.loadLayersModel`. */
export const exportTfjsModel: Exporter = async ({ analysis, arrays }) => {
  const written = modelConfig(analysis, 'tfjs');
  const modelTopology = {
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
    model_config: JSON.parse(pythonJson(written.model)) as JsonObject,
  };
  const named = namesOf(written, arrays);
  await tryLoading(modelTopology);
  const shards = shardsOf(named.map(({ values }) => values));
  const paths = shards.map((_, i) => `group1-shard${i + 1}of${shards.length}.bin`);
  const model = {
    format: 'layers-model',
    generatedBy: `Layerwise ${layerwiseVersion()}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths, weights: named.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) }],
  };
  const files = new Map<string, string | Uint8Array>([['model.json', JSON.stringify(model)]]);
  shards.forEach((shard, i) => files.set(paths[i]!, shard));
  return { content: files, notes: written.notes };
};

/** TensorFlow.js says itself what it cannot build. */
async function tryLoading(modelTopology: JsonObject): Promise<void> {
  await startRuntime('cpu');
  try {
    const model = await models.modelFromJSON({ modelTopology: withZeros(modelTopology) } as Parameters<typeof models.modelFromJSON>[0]);
    model.dispose();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const [, type] = /Unknown (?:layer|\w+): (\w+)/.exec(said) ?? [];
    throw new Failure('TensorFlow.js cannot build this model as layers of its own.', {
      reason: type ? `It has no ${type}.` : `It says: ${said.split('\n')[0]}`,
      next: 'Export it as ONNX or as a Keras model instead.',
    });
  }
}

/** With weights that cost nothing to make. */
function withZeros(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withZeros);
  if (!isObject(value)) return value;
  const zeros = { class_name: 'Zeros', config: {} };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key.endsWith('_initializer') ? zeros : withZeros(item)]));
}

/** The weights by the names that TensorFlow.js gives them. */
function namesOf({ layers }: WrittenModel, arrays: readonly NamedArray[]): readonly NamedArray[] {
  const byName = new Map(arrays.map((array) => [array.name, array]));
  return layers.flatMap(({ layer, name }) =>
    (layer.weights ?? []).map((weight) => ({
      ...byName.get(`${layer.name}/${weight.name}`)!,
      name: tfjsName(name, layer.layer as JsonObject, weight.name),
    })),
  );
}

function tfjsName(name: string, { type, layer }: JsonObject, weight: string): string {
  // Weights in there are named after the layers in there, which have the name of their class.
  const inner = isObject(layer) && typeof layer.type === 'string' ? snakeCase(layer.type) : '';
  if (type === 'Bidirectional') return `${name}/${weight.replace(/^(forward|backward)\//, `$1_${inner}/`)}`;
  return `${name}/${type === 'DepthwiseConv2D' && weight === 'kernel' ? 'depthwise_kernel' : weight}`;
}

function shardsOf(arrays: readonly Float32Array[]): readonly Uint8Array[] {
  const size = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    whole.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return Array.from({ length: Math.max(Math.ceil(size / SHARD_BYTES), 1) }, (_, i) =>
    whole.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES),
  );
}
