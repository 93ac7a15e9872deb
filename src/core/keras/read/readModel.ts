import { FORMAT_VERSION, type Design, type Json, type JsonObject, type Layer } from '../../document';

import { Failure } from '../../failure';
import { isObject } from '../../layers/readFields';
import { flatten, type Flattened, type Origin } from './flatten';
import { readGraph } from './modelGraph';
import { untaken } from './names';
import { readTraining } from './training';

/** A model of Keras's as a design. */
export interface ReadModel {
  readonly design: Design;
  /** Layers that the design has no type for; they are in it with their type and configuration. */
  readonly unknown: readonly { readonly layer: string; readonly type: string }[];
  /** Sentences about what is otherwise than in the file. */
  readonly notes: readonly string[];
  /** Layers and models that are called more than once: each call is a layer of its own now. */
  readonly shared: readonly string[];
  /** Where its weights are in Keras's files, by the name of the layer. */
  readonly origins: ReadonlyMap<string, Origin>;
}

export interface ModelDescription {
  /** `{ "class_name": "Functional", "config": … }`: what `model.to_json()` gives. */
  readonly model: Json;
  /** Default: the `compile_config` of the model. */
  readonly training?: Json;
  /** For a model without a name. */
  readonly name: string;
  /** `3.4.1`, `2.13.0`, `tfjs-layers 4.22.0`. */
  readonly version?: string;
}

/** Reads the description of a model by Keras 2, Keras 3 or TensorFlow.js. Fails where it is none. */
export function readModel({ model, training, name, version = '' }: ModelDescription): ReadModel {
  const graph = readGraph(model);
  if (!graph) throw notAModel(model);
  const flat = flatten(graph);
  if (flat.layers.length === 0) throw new Failure('The model has no layers.');
  const read = readTraining(
    training ?? (isObject(model) ? model.compile_config : undefined),
    flat.outputs.map((design, i) => ({ file: graph.outputs[i]?.layer ?? design, design })),
  );
  const outputs = flat.gives.join('\n') === untaken(flat.layers).join('\n') ? undefined : [...new Set(flat.gives)];
  const design: Design = {
    layerwise: FORMAT_VERSION,
    name: graph.name || name,
    ...(flat.blocks && { blocks: flat.blocks }),
    layers: flat.layers,
    ...(outputs && { outputs }),
    ...(read && Object.keys(read.section).length > 0 && { training: read.section }),
  };
  return {
    design,
    unknown: flat.unknown,
    notes: [...notesOn(flat, version), ...(read?.left ?? []).map((what) => `Left out of the training: ${what}.`)],
    shared: flat.shared,
    origins: flat.origins,
  };
}

function notAModel(model: Json): Failure {
  const className = isObject(model) && typeof model.class_name === 'string' ? model.class_name : undefined;
  return className === undefined
    ? new Failure('The file does not describe a model.', { next: 'Give what model.to_json() or model.save() has written.' })
    : new Failure(`The model is of the class ${className}, whose layers are not in the file.`, {
        reason: 'What such a model computes is in its Python code.',
        next: 'Only models made of layers can be read: keras.Sequential, and keras.Model(inputs, outputs).',
      });
}

function notesOn({ left, unknown, layers, blocks = {}, inlined }: Flattened, version: string): readonly string[] {
  const byWhat = new Map<string, string[]>();
  for (const { layer, what } of left) byWhat.set(what, [...(byWhat.get(what) ?? []), layer]);
  const all = [...layers, ...Object.values(blocks).flatMap((block) => block.layers)];
  const code = all.filter((layer) => unknown.some(({ type }) => type === layer.type) && holdsCode(layer));
  const old = /^2\.|^1\.|tfjs/.test(version) && all.some((layer) => usesHardSigmoid(layer));
  return [
    ...[...byWhat].map(([what, names]) => `Left out: ${what} (${some(names)}).`),
    ...(code.length > 0 ? [`Python code in the file was not run: ${some(code.map(({ name }) => name))}.`] : []),
    ...(inlined.length > 0
      ? [`Models inside of the model that a block cannot stand for: ${some(inlined)}. Their layers are among the others.`]
      : []),
    ...(old ? ['hard_sigmoid is x / 6 + 0.5 here, as in Keras 3; the file is older and means x / 5 + 0.5.'] : []),
  ];
}

const holdsCode = (layer: Layer): boolean => layer.type === 'Lambda' || JSON.stringify(layer).includes('"__lambda__"');
const usesHardSigmoid = (layer: Layer): boolean => Object.values(layer as JsonObject).includes('hard_sigmoid');

/** Names in words, the first few. */
export function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
