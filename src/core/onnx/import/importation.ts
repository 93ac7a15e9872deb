import { describe } from '../../describe';
import type { Diagnostic, Shape } from '../../diagnostics';
import type { Json, Layer } from '../../document';
import { Failure } from '../../failure';
import { layerTypes } from '../../layers/index';
import { readValues } from '../../layers/values';
import type { OnnxGraph, OnnxNode } from '../model';
import { countOf, plainChunks, turnedChunks, whole, type ImportedWeight, type StoredTensor } from './storedTensor';
import { fileShape, sameAxes, type Value } from './value';

type Fields = { readonly [field: string]: Json | undefined };

/** A layer while its design is made: an activation, a bias may yet come to it. */
interface MadeLayer {
  fields: { name: string; type: string; inputs?: string[]; [field: string]: Json | undefined };
  /** The node that it comes from. */
  readonly node: OnnxNode;
}

/** A constant as the nodes before its use leave it. */
export interface Constant {
  readonly tensor: StoredTensor;
  /** Transposed so. */
  readonly order?: readonly number[];
}

/** What the names of a file have become, and which names a layer has. */
class Values extends Map<string, Value> {
  private readonly names = new Map<string, Set<string>>();

  override set(name: string, value: Value): this {
    const names = this.names.get(value.layer) ?? new Set();
    this.names.set(value.layer, names.add(name));
    return super.set(name, value);
  }

  namesOf(layer: string): ReadonlySet<string> {
    return this.names.get(layer) ?? new Set();
  }
}

/** Small enough to be read for its values: sizes, axes, one number for each channel. */
const SMALL = 2 ** 16;

/** The graph of a file on its way to a design. */
export class Importation {
  readonly layers: MadeLayer[] = [];
  readonly weights: ImportedWeight[] = [];
  readonly values = new Values();
  readonly constants = new Map<string, Constant>();
  /** Whole numbers that nodes work out of shapes. */
  readonly folded = new Map<string, readonly number[]>();
  readonly unknown: { layer: string; type: string }[] = [];
  readonly notes = new Set<string>();
  readonly users = new Map<string, OnnxNode[]>();
  /** Names of what the model gives. */
  readonly outputs: ReadonlySet<string>;
  /** Of values that were asked for: whether only matrices that are multiplied with take them in the end. */
  readonly inMatrices = new Map<string, boolean>();
  /** Nodes that a node before them has seen to. */
  readonly done = new Set<OnnxNode>();
  /** How many samples the file takes at once, where it says so. */
  fixedBatch?: number;
  /** An input has its axes in another order here than in the file. */
  turned = false;
  /** How many values nodes have made from nothing. */
  filled = 0;
  /** A node that was put together, and the last one of those in the file. */
  readonly same = new Map<OnnxNode, OnnxNode>();
  private readonly names = new Set<string>();
  private readonly byName = new Map<string, MadeLayer>();

  constructor(
    readonly graph: Omit<OnnxGraph, 'initializers'>,
    readonly opset: number,
    /** The tensors among the attributes of nodes, Constants left out. */
    readonly attributeTensors: ReadonlyMap<OnnxNode, StoredTensor>,
  ) {
    this.outputs = new Set(graph.outputs.map(({ name }) => name));
    for (const node of graph.nodes)
      for (const input of new Set(node.inputs)) {
        const users = this.users.get(input);
        if (users) users.push(node);
        else this.users.set(input, [node]);
      }
  }

  isUsed(name = ''): boolean {
    return name !== '' && (this.users.has(name) || this.outputs.has(name));
  }

  /** The only node that takes it, where it is no output of the model. */
  onlyUser(name: string | undefined): OnnxNode | undefined {
    const users = this.users.get(name ?? '') ?? [];
    return users.length === 1 && !this.outputs.has(name ?? '') ? users[0] : undefined;
  }

  /** Whether that node alone goes on with what a layer gives, under whatever names: the layer may become another then. */
  isFree({ layer }: Value, node: OnnxNode): boolean {
    const names = this.values.namesOf(layer);
    const isOwn = (user: OnnxNode): boolean => user === node || user.outputs.some((output) => names.has(output));
    return [...names].every(
      (name) => (this.users.get(name) ?? []).every((user) => isOwn(user) || this.same.get(node) === user) && !this.outputs.has(name),
    );
  }

  /** The constant that an input is, if it is one. */
  constant(name: string | undefined): Constant | undefined {
    return this.constants.get(name ?? '');
  }

  /** The numbers of a small constant, in the order of the file. */
  numbers(name: string | undefined): readonly number[] | undefined {
    if (name === undefined || name === '') return undefined;
    const folded = this.folded.get(name);
    if (folded) return folded;
    const constant = this.constants.get(name);
    return constant && !constant.order && countOf(constant.tensor) <= SMALL ? [...whole(constant.tensor)] : undefined;
  }

  value(name: string | undefined): Value | undefined {
    return this.values.get(name ?? '');
  }

  /** What comes in: an Input layer. */
  addInput(name: string, shape: Shape, axes: readonly number[], integer: boolean): void {
    const node: OnnxNode = { name, op: 'Input', inputs: [], outputs: [name], attributes: {} };
    const layer = this.add(node, 'Input', [], { shape, ...(integer && { dtype: 'int32' }) });
    this.values.set(name, { ...layer, axes, rank: shape.length + 1 });
  }

  /**
   * Adds a layer; what it gives, with the axes as they stand in the design. Weights come with `weigh`.
   */
  add(node: OnnxNode, type: string, inputs: readonly Value[], fields: Fields = {}): Value {
    const shape = inferred(type, inputs, fields);
    const name = this.nameFor(node, type);
    const made: MadeLayer = { fields: { name, type, inputs: inputs.map(({ layer }) => layer), ...fields }, node };
    this.layers.push(made);
    this.byName.set(name, made);
    const rank = (shape?.length ?? inputs[0]?.rank ?? 1) + (shape ? 1 : 0);
    return { layer: name, shape, axes: sameAxes(rank), rank };
  }

  /** A layer that gives a tensor whose axes stand as those of `like` do. */
  addLike(node: OnnxNode, type: string, inputs: readonly Value[], fields: Fields, like: Value): Value {
    const { layer, shape } = this.add(node, type, inputs, fields);
    return { layer, shape, axes: like.axes, rank: like.rank, flattened: like.flattened };
  }

  /** Sets a field of a layer that is there. */
  set({ layer }: Value, field: string, value: Json): void {
    this.byName.get(layer)!.fields[field] = value;
  }

  layerOf({ layer }: Value): MadeLayer | undefined {
    return this.byName.get(layer);
  }

  /** A weight of a layer. `view`, `order`: see `turnedChunks`; the constant's own order counts too. */
  weigh(
    layer: string,
    weight: string,
    shape: readonly number[],
    { tensor, order: before }: Constant,
    view = tensor.shape,
    order = sameAxes(view.length),
  ): void {
    const real = before ? order.map((axis) => before[axis]!) : order;
    // A view of a transposed constant is one of its own axes only.
    const base = before ? tensor.shape : view;
    const still = real.every((axis, i) => axis === i);
    this.weights.push({
      name: `${layer}/${weight}`,
      shape,
      chunks: () => (still ? plainChunks(tensor) : turnedChunks(tensor, base, real)),
    });
  }

  /** A weight that is worked out. */
  weighComputed(layer: string, weight: string, shape: readonly number[], compute: () => Float32Array): void {
    this.weights.push({ name: `${layer}/${weight}`, shape, chunks: () => [compute()] });
  }

  /** Changes the values of a weight that a layer has; only for small ones. */
  reweigh(layer: string, weight: string, change: (value: number, place: number) => number): void {
    const at = this.weights.findIndex(({ name }) => name === `${layer}/${weight}`);
    const old = this.weights[at]!;
    const values = (): number[] => [...old.chunks()].flatMap((chunk) => [...chunk]);
    this.weights[at] = { name: old.name, shape: old.shape, chunks: () => [Float32Array.from(values(), change)] };
  }

  /** The value with its axes in that order, all of them named; layers that do it are put in. */
  arranged(node: OnnxNode, value: Value, wanted: readonly number[]): Value {
    const { axes, rank, shape } = value;
    if (!shape || axes.join() === wanted.join()) return value;
    if (axes[0] !== wanted[0] || value.flattened) throw new NotImportable(`its batch stands elsewhere than where ${node.op} needs it`);
    const present = wanted.filter((axis) => axes.includes(axis));
    let now = value;
    if (present.some((axis, i) => axis !== axes[i])) {
      const dims = present.slice(1).map((axis) => axes.indexOf(axis));
      now = { ...this.add(node, 'Permute', [value], { dims }), axes: present, rank };
    }
    if (present.length < wanted.length) {
      const sizes = fileShape(value)!;
      now = { ...this.add(node, 'Reshape', [now], { target_shape: wanted.slice(1).map((axis) => sizes[axis] ?? -1) }), axes: wanted, rank };
    }
    return now;
  }

  /** Keeps what is not known as a layer with its operator's name. */
  keep(node: OnnxNode, why?: string): void {
    const inputs = node.inputs.flatMap((name) => this.values.get(name) ?? []);
    const attributes = Object.entries(node.attributes).flatMap(([name, attribute]): [string, Json][] => {
      const plain = 'float' in attribute ? attribute.float : 'int' in attribute ? attribute.int : 'string' in attribute ? attribute.string : 'ints' in attribute ? attribute.ints : 'floats' in attribute ? attribute.floats : undefined; // prettier-ignore
      return plain === undefined || ['name', 'type', 'inputs', 'trainable'].includes(name) ? [] : [[name, plain]];
    });
    const type = layerTypes.has(node.op) ? `Onnx${node.op}` : node.op;
    const made = this.add(node, type, inputs, Object.fromEntries(attributes));
    this.unknown.push({ layer: made.layer, type: node.op });
    if (why !== undefined) this.notes.add(`${made.layer} (${node.op}) is kept as it is: ${why}.`);
    for (const output of node.outputs) if (output !== '') this.values.set(output, { layer: made.layer, axes: [], rank: 0 });
  }

  /** The layers as a design has them: `inputs` only where it is not the layer before. */
  finished(): readonly Layer[] {
    return this.layers.map(({ fields }, i) => {
      const { name, type, inputs = [], ...rest } = fields;
      const before = this.layers[i - 1]?.fields.name;
      const plain = type === 'Input' || (inputs.length === 1 && inputs[0] === before);
      return { name, type, ...(!plain && { inputs }), ...rest };
    });
  }

  /** What the file calls it: the scope of the node's name, whose last part is the operator. */
  private nameFor({ name, op }: OnnxNode, type: string): string {
    const parts = name.split('/').filter((part) => part !== '');
    const stem = (parts.length > 1 ? parts.at(-2)! : (parts[0] ?? (type || op).toLowerCase())).slice(0, 100);
    let unique = stem;
    for (let n = 2; this.names.has(unique); n++) unique = `${stem}_${n}`;
    this.names.add(unique);
    return unique;
  }
}

/** The shape that a layer gives; fails where it takes no such fields or inputs. */
function inferred(type: string, inputs: readonly Value[], fields: Fields): Shape | undefined {
  const spec = layerTypes.get(type);
  const shapes = inputs.map(({ shape }) => shape);
  if (!spec || !shapes.every((shape) => shape !== undefined)) return undefined;
  const { values, problems } = readValues(spec, { type, ...fields });
  const made = problems[0] ?? spec.infer({ name: type, values, inputNames: shapes.map(() => ''), inputs: shapes });
  if ('output' in made) return made.output;
  const code = 'problem' in made ? made.problem : made.code;
  throw new NotImportable(
    `Layerwise does not take it so. ${describe({ code, facts: made.facts, severity: 'error', place: { path: [] } } as Diagnostic).replace(/\.$/, '')}`,
  );
}

/** Why a node has no layer of ours; it is kept under its own name. */
export class NotImportable extends Error {}

/** Fails where a file refers to what is not there. */
export function missingValue(node: OnnxNode, name: string): Failure {
  return new Failure(`${node.name || node.op} takes ${name}, which nothing before it gives.`, {
    reason: 'The nodes of an ONNX file stand in the order in which they are computed; this one is damaged, or goes in a circle.',
    next: 'Export it again from where it comes from.',
  });
}
