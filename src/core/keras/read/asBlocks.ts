import { FORMAT_VERSION, type Block, type Layer } from '../../document';
import type { Diagnostic } from '../../diagnostics';
import { expand } from '../../blocks/expand';
import { BLOCK } from '../../blocks/scope';
import type { TensorRef } from './calls';
import { inputsInOrder, type GraphItem, type ModelGraph } from './modelGraph';
import { chained, claimer, untaken } from './names';
import { follow, keyOf, sourceOf, type Placed, type Source, type Use } from './use';

/** A model with those inside of it as blocks. */
interface Blocked {
  readonly layers: readonly Layer[];
  readonly blocks?: Readonly<Record<string, Block>>;
  /** What the design gives, in its own words. */
  readonly gives: readonly string[];
  /** What each layer is called once the blocks are expanded, by its name in the flat model. */
  readonly names: ReadonlyMap<string, string>;
  /** Models whose layers stand among the others, because a block cannot say what they are. */
  readonly inlined: readonly string[];
}

/** A block, and what each of its values is called where it is one of several. */
interface Made {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Writes each model inside of a model as a block. `undefined`: they stand in one another deeper than blocks may. `flat`: its
 * layers, which those of the blocks are compared with.
 */
export function asBlocks(root: Use, given: ReadonlyMap<string, Source>, flat: readonly Layer[]): Blocked | undefined {
  const blocks = new Map<string, Block>();
  const made = new Map<ModelGraph, Made>();
  /** Blocks with the same layers are one. */
  const byText = new Map<string, Made>();
  const claimBlock = claimer();
  const inlined = new Set<string>();
  const isBlock = sayable();
  const { layers, refer } = listOf(root, []);
  const gives = root.graph.outputs.length > 0 ? root.graph.outputs.map((ref) => refer(keyOf(0, ref))) : layers.slice(-1).map(({ name }) => name); // prettier-ignore
  const named = Object.fromEntries(blocks);
  const problems: Diagnostic[] = [];
  const { design } = expand({ layerwise: FORMAT_VERSION, blocks: named, layers, outputs: gives }, problems);
  if (problems.length > 0 || design.layers.length !== flat.length) return undefined;
  const names = new Map(flat.map(({ name }, i) => [name, design.layers[i]!.name]));
  return { layers, ...(blocks.size > 0 && { blocks: named }), gives, names, inlined: [...inlined] };

  /** The layers of a model in its own names, those of models that are no blocks among them. */
  function listOf(frame: Use, inputs: readonly string[]) {
    const claim = claimer();
    inputs.forEach(claim);
    const own = new Map<Placed | Use, string>();
    const parts: (Placed | Use)[] = [];
    const enter = (use: Use): void => {
      for (const part of use.parts) {
        const name = `${use.prefix.slice(frame.prefix.length)}${part.called}`;
        if ('parts' in part && !isBlock(part)) {
          inlined.add(part.item?.name ?? part.called);
          enter(part);
          continue;
        }
        own.set(part, claim(name));
        parts.push(part);
      }
    };
    enter(frame);
    const known = new Map<string, string>();
    const refer = (key: string): string =>
      follow(key, known, (at) => {
        const source = sourceOf(at, given);
        if ('name' in source) return { name: own.get(source)! };
        const { use } = source;
        if ('input' in source) return use === frame ? { name: inputs[source.input]! } : { key: use.takes[source.input] ?? at };
        const name = own.get(use);
        if (name === undefined) return { key: keyOf(use.id, use.graph.outputs[source.output]!) };
        return { name: use.graph.outputs.length > 1 ? `${name}/${blockOf(use).values[source.output]}` : name };
      });
    const layers = parts.map((part) => {
      const name = own.get(part)!;
      if ('parts' in part) return { name, type: BLOCK, inputs: part.takes.map(refer), block: blockOf(part).name };
      const { step, frozen, takes } = part;
      const taken = takes.map((from) => (typeof from === 'string' ? refer(from) : own.get(from)!));
      return {
        name,
        type: step.type,
        ...(step.type !== 'Input' && { inputs: taken }),
        ...step.fields,
        ...(frozen && { trainable: false }),
      };
    });
    return { layers: chained(layers), refer };
  }

  function blockOf(use: Use): Made {
    const known = made.get(use.graph);
    if (known) return known;
    const claim = claimer();
    const inputs = inputsInOrder(use.graph).map(claim);
    const { layers, refer } = listOf(use, inputs);
    const values = use.graph.outputs.map((ref) => refer(keyOf(use.id, ref)));
    const ends = values.join('\n') === untaken(layers).join('\n') ? {} : { outputs: values };
    const block: Block = { layers: withInputs(layers, inputs), ...ends };
    const text = JSON.stringify(block);
    const same = byText.get(text) ?? { name: claimBlock(use.item?.name ?? use.called), values };
    if (!byText.has(text)) blocks.set(same.name, block);
    byText.set(text, same);
    made.set(use.graph, same);
    return same;
  }
}

/** The Input layers of a block before its others; a single one that only the first of them takes goes without saying. */
function withInputs(layers: readonly Layer[], inputs: readonly string[]): readonly Layer[] {
  const [first, ...more] = layers;
  const [input] = inputs;
  if (first && inputs.length === 1 && first.inputs?.length === 1 && !more.some((layer) => layer.inputs?.includes(input!))) {
    const { inputs: _, ...rest } = first;
    return [rest, ...more];
  }
  return chained([...inputs.map((name) => ({ name, type: 'Input' })), ...layers]);
}

/**
 * Whether a model can be a block: one that gives values of layers of its own, each once, and is given as many as it takes. Of
 * several values each has to be that of a layer or of a block with one alone, for those who take it to name it.
 */
function sayable(): (use: Use) => boolean {
  const known = new Map<ModelGraph, boolean>();
  const look = (item: GraphItem | undefined): boolean => {
    const graph = item?.graph;
    if (!graph) return false;
    const before = known.get(graph);
    if (before !== undefined) return before;
    const inputs = inputsInOrder(graph);
    const byName = new Map(graph.items.map((each) => [each.name, each]));
    const isOwn = ({ layer }: TensorRef): boolean => {
      const from = byName.get(layer);
      if (!from || from.object.className === 'InputLayer') return false;
      return !from.graph || (look(from) && (from.graph.outputs.length === 1 || graph.outputs.length === 1));
    };
    // Of a layer the first value is meant, whatever else it gives.
    const ends = new Set(
      graph.outputs.map(({ layer, node, tensor }) => JSON.stringify([layer, node, byName.get(layer)?.graph ? tensor : 0])),
    );
    const can =
      inputs.length > 0 &&
      new Set(inputs).size === inputs.length &&
      ends.size > 0 &&
      ends.size === graph.outputs.length &&
      graph.outputs.every(isOwn) &&
      item.calls.every(({ tensors }) => tensors.length === inputs.length);
    known.set(graph, can);
    return can;
  };
  return ({ item }) => look(item);
}
