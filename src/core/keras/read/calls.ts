import type { Json, JsonObject } from '../../document';
import { isObject } from '../../layers/readFields';

/** An output of a layer: of which one, of which of its calls, and which of several. */
export interface TensorRef {
  readonly layer: string;
  readonly node: number;
  readonly tensor: number;
}

/** One call of a layer: what it is given. */
export interface LayerCall {
  readonly tensors: readonly TensorRef[];
  /** In the order of the arguments: a number where one was given in place of a tensor. */
  readonly operands: readonly (TensorRef | number)[];
  /** Names of arguments that are tensors, too, besides the first one: `initial_state`. */
  readonly named: readonly string[];
}

/** The calls of a layer in a graph, of Keras 3 (`{ "args", "kwargs" }`) or of Keras 2 (`["name", 0, 0, { … }]`). */
export function readCalls(layer: JsonObject): readonly LayerCall[] {
  const { inbound_nodes: nodes } = layer;
  if (!Array.isArray(nodes)) return [];
  return (nodes as readonly Json[]).map((node) => (isObject(node) ? modern(node) : older(node)));
}

function modern({ args = [], kwargs }: JsonObject): LayerCall {
  const operands: (TensorRef | number)[] = [];
  collect(args, operands);
  const named: string[] = [];
  if (isObject(kwargs)) {
    for (const [name, value] of Object.entries(kwargs)) {
      const before = operands.length;
      // What is masked is not computed with.
      if (name !== 'mask') collect(value, operands);
      if (operands.length > before && operands.slice(before).some((operand) => typeof operand !== 'number')) named.push(name);
    }
  }
  return callOf(operands, named);
}

function collect(value: Json, operands: (TensorRef | number)[]): void {
  if (typeof value === 'number') operands.push(value);
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) collect(item, operands);
  else if (isObject(value)) {
    const history = value.class_name === '__keras_tensor__' && isObject(value.config) ? value.config.keras_history : undefined;
    const ref = history === undefined ? undefined : refOf(history);
    if (ref) operands.push(ref);
    else if (value.class_name === '__tuple__' && Array.isArray(value.items)) collect(value.items, operands);
  }
}

function older(node: Json): LayerCall {
  const operands: (TensorRef | number)[] = [];
  const named: string[] = [];
  // A single tensor may stand without a list around it.
  const entries = Array.isArray(node) ? (typeof node[0] === 'string' ? [node as Json] : (node as readonly Json[])) : [];
  for (const entry of entries) {
    const ref = refOf(entry);
    if (ref?.layer === '_CONSTANT_VALUE') {
      const value = (entry as readonly Json[])[2];
      if (typeof value === 'number') operands.push(value);
    } else if (ref) operands.push(ref);
    const kwargs = Array.isArray(entry) ? (entry as readonly Json[])[3] : undefined;
    if (!isObject(kwargs)) continue;
    // The second operand of an operation is named y.
    for (const [name, value] of Object.entries(kwargs)) {
      const other = refOf(value);
      if (name === 'y' && (other || typeof value === 'number')) operands.push(other ?? (value as number));
      else if (other && name !== 'mask') {
        operands.push(other);
        named.push(name);
      }
    }
  }
  return callOf(operands, named);
}

const callOf = (operands: readonly (TensorRef | number)[], named: readonly string[]): LayerCall => ({
  tensors: operands.filter((operand) => typeof operand !== 'number'),
  operands,
  named,
});

/** `["conv", 0, 0]`; Keras 3 has the outputs of a model so as well. */
function refOf(value: Json | undefined): TensorRef | undefined {
  if (!Array.isArray(value)) return undefined;
  const [layer, node, tensor] = value as readonly Json[];
  return typeof layer === 'string' && typeof node === 'number'
    ? { layer, node, tensor: typeof tensor === 'number' ? tensor : 0 }
    : undefined;
}

/** `input_layers` and `output_layers`: one tensor, a list of them, or a dictionary. */
export function readRefs(value: Json | undefined): readonly TensorRef[] {
  const one = refOf(value);
  if (one) return [one];
  const items = Array.isArray(value) ? (value as readonly Json[]) : isObject(value) ? Object.values(value) : [];
  return items.flatMap((item) => readRefs(item));
}
