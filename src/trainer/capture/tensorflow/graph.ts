import { TYPES, type Attributes, type Constant, type FunctionDef, type GraphDef, type NodeDef } from './graphDef';
import { completeAttributes, outputNames, outputTypes } from './operations';

/** An output of a node. */
export interface Value {
  /** `node` or `node:1`; in a function `node:output:0`. */
  readonly name: string;
  /** The number of its element type. */
  readonly type: number;
}

interface NodeOptions {
  readonly name?: string;
  /** Those that do not follow from the inputs. */
  readonly attributes?: Attributes;
  /** The element types of the outputs, where they do not follow from the inputs. */
  readonly outputs?: readonly number[];
  /** Nodes that are run before. */
  readonly after?: readonly string[];
}

/** A graph that grows node by node; what the types of the inputs say need not be said again. */
export class Graph implements GraphDef {
  readonly nodes: NodeDef[] = [];
  readonly functions: FunctionDef[];
  private names = 0;

  /** @param outer where the graph is the inside of a function */
  constructor(private readonly outer?: Graph) {
    this.functions = outer?.functions ?? [];
  }

  /** A name that no other node has. */
  fresh(stem: string): string {
    return `${stem}_${this.names++}`;
  }

  /** Adds a node and gives its outputs. */
  add(op: string, inputs: readonly Value[], { name = this.fresh(op), attributes = {}, outputs, after = [] }: NodeOptions = {}): Value[] {
    const types = inputs.map(({ type }) => type);
    const complete = completeAttributes(op, attributes, types, outputs);
    const before = after.map((node) => `^${node}`);
    this.nodes.push({ name, op, inputs: [...inputs.map((input) => input.name), ...before], attributes: complete });
    const made = outputTypes(op, complete).map((type, i) => type ?? outputs![i]!);
    const names = this.outer && outputNames(op, made.length);
    return made.map((type, i) => ({ name: names ? `${name}:${names[i]}` : i === 0 ? name : `${name}:${i}`, type }));
  }

  /** Adds a function of values like `like`, and gives its name. `body` makes what it gives. */
  define(
    stem: string,
    like: readonly Value[],
    body: (inside: Graph, values: readonly Value[]) => readonly Value[],
    attributes: Attributes = {},
  ): string {
    const inside = new Graph(this);
    const inputs = like.map(({ type }, i) => ({ name: `in${i}`, type }));
    const outputs = body(inside, inputs).map(({ name: from, type }, i) => ({ name: `out${i}`, type, from }));
    const name = `${stem}_${this.functions.length}`;
    this.functions.push({ name, inputs, outputs, nodes: inside.nodes, attributes });
    return name;
  }

  /** Adds a node and gives its first output. */
  one(op: string, inputs: readonly Value[], options?: NodeOptions): Value {
    return this.add(op, inputs, options)[0]!;
  }

  constant(constant: Constant, after?: readonly string[]): Value {
    return this.one('Const', [], { attributes: { value: { tensor: constant } }, outputs: [constant.type], after });
  }

  float(value: number, after?: readonly string[]): Value {
    return this.constant({ type: TYPES.float, shape: [], bytes: new Uint8Array(Float32Array.of(value).buffer) }, after);
  }

  /** A constant of whole numbers: one, or a list. */
  integers(values: number | readonly number[], after?: readonly string[]): Value {
    const list = typeof values === 'number' ? [values] : values;
    const bytes = new Uint8Array(Int32Array.from(list).buffer);
    return this.constant({ type: TYPES.int32, shape: typeof values === 'number' ? [] : [list.length], bytes }, after);
  }

  /** What a call gives to the graph by that name. */
  placeholder(name: string, type: number, shape: readonly number[]): Value {
    return this.one('Placeholder', [], { name, attributes: { shape: { shape } }, outputs: [type] });
  }
}
