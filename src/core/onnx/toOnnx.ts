import type { Analysis } from '../analysis';
import type { Shape } from '../diagnostics';
import { Failure } from '../failure';
import { readValues } from '../layers/values';
import { Emission, type Tensor, type WeightArray } from './export/emission';
import { emitLayer } from './export/layers';
import { ONNX_TYPES, type OnnxModel, type OnnxNode, type OnnxValue } from './model';

/** The version of the operators that is written: of ONNX 1.12 (2022), which every runtime of today reads. */
const OPSET = 17;

/**
 * A design without errors, with its weights, as an ONNX model for inference: inputs and outputs as in Keras, the batch of any
 * size. `weights`: by `<layer>/<weight>`. Throws a `Failure` for what ONNX can't say.
 */
export function toOnnx(analysis: Analysis, weights: ReadonlyMap<string, WeightArray>): OnnxModel {
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const emission = new Emission();
  const made = new Map<string, Tensor>();
  const inputs: OnnxValue[] = [];
  for (const id of analysis.order) {
    const layer = byId.get(id)!;
    if (!layer.used) continue;
    const { name, type, output = [] } = layer;
    const { values } = readValues(layer.spec!, layer.layer);
    if (type === 'Input') {
      const integer = values.dtype === 'int32';
      inputs.push({ name, type: integer ? ONNX_TYPES.int32 : ONNX_TYPES.float, shape: openShape(output, name) });
      made.set(id, { name, shape: output, integer });
      continue;
    }
    emission.scope = name;
    const weight = (path: string): WeightArray => {
      const found = weights.get(`${name}/${path}`);
      if (found) return found;
      throw new Failure(`The weight ${name}/${path} is missing.`, { next: 'Export with weights of this very design.' });
    };
    made.set(id, emitLayer(emission, { name, type, values, inputs: layer.inputs.map((input) => made.get(input)!), output, weight }));
  }
  const renamed = new Map<string, string>();
  const outputs = analysis.outputs.map((id): OnnxValue => {
    const { name, output = [] } = byId.get(id)!;
    emission.scope = name;
    const x = emission.floating(emission.last(made.get(id)!));
    // An input that is an output, or an output of two layers, is copied: both have names of their own.
    const own = !renamed.has(x.name) && !inputs.some((input) => input.name === x.name);
    renamed.set(own ? x.name : emission.op('Identity', [x.name]), name);
    return { name, type: ONNX_TYPES.float, shape: openShape(output, name) };
  });
  const name = (of: string): string => renamed.get(of) ?? of;
  const nodes = emission.nodes.map((node): OnnxNode => ({ ...node, inputs: node.inputs.map(name), outputs: node.outputs.map(name) }));
  return { opset: OPSET, graph: { name: analysis.design?.name ?? 'model', nodes, initializers: emission.constants, inputs, outputs } };
}

const openShape = (shape: Shape, name: string): (number | string)[] => [
  'batch',
  ...shape.map((size, axis) => size ?? `${name}_${axis + 1}`),
];
