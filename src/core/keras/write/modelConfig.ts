import type { Analysis, LayerAnalysis } from '../../analysis';
import type { Json, JsonObject } from '../../document';
import { modelOrder } from '../modelOrder';
import { isChain, scopeName, tfjsName, uniqueNames } from '../names';
import { compileConfig, type WrittenOutput } from './compileConfig';
import { layerObject } from './layerConfig';
import { kerasObject, type Dialect } from './objects';

/** A model as one of Keras's files describes it. */
/** What is described is written with `pythonJson`. */
export interface WrittenModel {
  /** `{ "class_name": …, "config": … }` */
  readonly model: JsonObject;
  /** How it is compiled, where the design has a loss. */
  readonly training?: JsonObject;
  /** The layers in the order in which Keras keeps their weights, each with the name that it has there. */
  readonly layers: readonly { readonly layer: LayerAnalysis; readonly name: string }[];
  /** Sentences about what the file has no place for. */
  readonly notes: readonly string[];
}

/** Describes the model of a design without errors. Fails for what Keras's files cannot say. */
export function modelConfig(analysis: Analysis, dialect: Dialect): WrittenModel {
  const ordered = modelOrder(analysis);
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const inOrder = analysis.order.map((id) => byId.get(id)!).filter(({ used }) => used);
  const chain = isChain(inOrder, analysis.outputs);
  const layers = chain ? inOrder : ordered;
  const names = uniqueNames(layers, dialect === 'tfjs' ? tfjsName : scopeName);
  const name = scopeName(analysis.design?.name ?? 'model');
  const model = chain ? sequential(layers, names, name, dialect) : functional(layers, names, name, analysis, dialect);
  const renamed = layers.filter((layer) => names.get(layer.id) !== layer.name);
  const random = layers.filter(({ type }) => type === 'RReLU').map((layer) => layer.name);
  const { config, notes } =
    dialect === 'tfjs' ? { notes: [] } : compileConfig(dialect, analysis.design?.training, outputsOf(analysis, names));
  return {
    model: config && dialect === 'keras3' ? { ...model, compile_config: config } : model,
    ...(config && { training: config }),
    layers: layers.map((layer) => ({ layer, name: names.get(layer.id)! })),
    notes: [
      ...notes,
      ...(random.length > 0
        ? [`Keras has no RReLU: ${random.join(', ')} is written as LeakyReLU with the slope that it has in prediction.`]
        : []),
      ...(renamed.length > 0
        ? [
            `Renamed, because TensorFlow takes no such names: ${renamed.map((layer) => `${layer.name} is ${names.get(layer.id)}`).join(', ')}.`,
          ]
        : []),
    ],
  };
}

const outputsOf = ({ outputs, layers }: Analysis, names: ReadonlyMap<string, string>): readonly WrittenOutput[] =>
  outputs.map((id) => ({ name: layers.find((layer) => layer.id === id)?.name ?? id, keras: names.get(id) ?? id }));

function sequential(layers: readonly LayerAnalysis[], names: ReadonlyMap<string, string>, name: string, dialect: Dialect): JsonObject {
  const config = { name, layers: layers.map((layer) => layerObject(dialect, layer.layer as JsonObject, names.get(layer.id)!)) };
  return kerasObject(dialect, 'keras', 'Sequential', config);
}

function functional(
  layers: readonly LayerAnalysis[],
  names: ReadonlyMap<string, string>,
  name: string,
  { inputs, outputs, layers: all }: Analysis,
  dialect: Dialect,
): JsonObject {
  const shapes = new Map(all.map((layer) => [layer.id, layer.output ?? []]));
  const tensor = (id: string): Json =>
    dialect === 'keras3'
      ? {
          class_name: '__keras_tensor__',
          config: { shape: [null, ...shapes.get(id)!], dtype: 'float32', keras_history: [names.get(id)!, 0, 0] },
        }
      : [names.get(id)!, 0, 0, {}];
  const nodes = (taken: readonly string[]): Json => {
    if (taken.length === 0) return [];
    const tensors = taken.map(tensor);
    return dialect === 'keras3' ? [{ args: [tensors.length > 1 ? tensors : tensors[0]!], kwargs: {} }] : [tensors];
  };
  const written = layers.map((layer): JsonObject => {
    const own = names.get(layer.id)!;
    return { ...layerObject(dialect, layer.layer as JsonObject, own), name: own, inbound_nodes: nodes(layer.inputs) };
  });
  // One alone stands without a list around it in Keras 3: what the model gives is then no list either.
  const refs = (ids: readonly string[]): Json => {
    const all = ids.filter((id) => names.has(id)).map((id): Json => [names.get(id)!, 0, 0]);
    return dialect === 'keras3' && all.length === 1 ? all[0]! : all;
  };
  const config = {
    name,
    ...(dialect === 'keras3' && { trainable: true }),
    layers: written,
    input_layers: refs(inputs),
    output_layers: refs(outputs),
  };
  // As Keras 3 itself has it: the class is not among those that it exports.
  if (dialect === 'keras3')
    return { module: 'keras.src.models.functional', class_name: 'Functional', config, registered_name: 'Functional' };
  return kerasObject(dialect, '', dialect === 'tfjs' ? 'Model' : 'Functional', config);
}
