import type { Diagnostic } from '../diagnostics';
import type { Design, JsonPath, Layer } from '../document';
import { isSource } from '../graph';
import type { Expanded, Instance, Origin } from './expansion';
import { measure } from './measure';
import { checkExpanded } from './checkExpanded';
import { BLOCK, blockOf, blockScope, connect, readScope, type Reference, type Scope } from './scope';

/** A scope at one place of the expanded design. */
interface Frame {
  readonly scope: Scope;
  /** Before the names of its layers. */
  readonly prefix: string;
  readonly instance?: number;
  /** The layer that it is, in the scope around it. */
  readonly outer?: { readonly frame: Frame; readonly index: number };
  /** The repetition before. */
  readonly previous?: Frame;
  readonly frozen: boolean;
  /** By place in the scope: the last layer that it became, and the frame of its last repetition. */
  readonly last: number[];
  readonly inner: Frame[];
  /** What comes in and what goes out, once somebody has asked. */
  passed?: readonly number[];
  given?: readonly number[];
}

/** One layer of the expanded design, before its inputs are known. */
interface Flat {
  readonly frame: Frame;
  /** Place in the scope. */
  readonly index: number;
  readonly name: string;
  /** The repetition before of a layer that is repeated. */
  readonly after?: number;
}

/** Connections of an expanded design: more come only of a file that means harm. */
const MOST_CONNECTIONS = 1_000_000;
const NOWHERE = -1;

/** Whether there is anything to expand. */
const isPlain = ({ blocks, layers }: Design): boolean =>
  blocks === undefined && layers.every(({ type, repeat }) => type !== BLOCK && repeat === undefined);

/**
 * The design in layers alone: each block in the place of the layers that stand for it, repeated as often as they say. Names
 * are made of those on the way (`stage1_2_conv`), so that the same file gives the same names. What is wrong is reported in
 * terms of the file.
 */
export function expand(design: Design, diagnostics: Diagnostic[]): Expanded {
  if (isPlain(design)) return { design };
  const scopes = new Map(Object.entries(design.blocks ?? {}).map(([name, block]) => [name, blockScope(name, block)]));
  const root = readScope(design.layers, design.outputs, []);
  const found: Diagnostic[] = [];
  for (const scope of [root, ...scopes.values()]) connect(scope, scopes, found);
  measure(root, scopes, found);
  const { flats, instances, frame } = unfold(root, scopes);
  const connections = connectAll(flats, instances);
  const names = flats.map(({ name }) => name);
  const parts = flats.map((flat, at) => partOf(flat, connections.inputs[at] ?? [NOWHERE], at, names));
  const layers = parts.map(({ layer }) => layer);
  const given = [...new Set(root.outputs.flatMap((reference) => resolve(frame, reference)))].filter((at) => at >= 0);
  const outputs = design.outputs || !isAllUntaken(given, flats, connections.inputs) ? given.map((at) => names[at] ?? '') : [];
  const origins = parts.map(({ origin }) => origin);
  const whole = instances.map(({ frames: _frames, frame: _frame, index: _index, ...instance }, i) => ({
    ...instance,
    ...connections.ends[i]!,
  }));
  if (!connections.complete) found.push(tooManyConnections);
  checkExpanded(whole, root, scopes, found);
  const idOf = idsByPlace(whole, origins, names);
  for (const diagnostic of found) {
    const layer = idOf(diagnostic.place.path);
    diagnostics.push(layer === undefined ? diagnostic : { ...diagnostic, layer });
  }
  const { blocks: _, outputs: _written, ...rest } = design;
  return {
    design: { ...rest, layers, outputs: outputs.length > 0 ? outputs : undefined },
    expansion: { origins, instances: whole },
  };
}

/** Whether these are the layers that nobody takes: what a design gives that names no outputs. */
function isAllUntaken(given: readonly number[], flats: readonly Flat[], inputs: readonly (readonly number[])[]): boolean {
  const taken = new Set(inputs.flat());
  const untaken = flats.flatMap(({ frame, index }, at) => (taken.has(at) || isSource(frame.scope.layers[index]!) ? [] : [at]));
  return untaken.length === given.length && untaken.every((at, i) => at === given[i]);
}

const tooManyConnections: Diagnostic = {
  code: 'size.too-large',
  severity: 'error',
  facts: { what: 'connections', count: MOST_CONNECTIONS, limit: MOST_CONNECTIONS },
  place: { path: ['blocks'], key: true },
};

/** The first layer whose text is around a place. */
function idsByPlace(instances: readonly Instance[], origins: readonly Origin[], names: readonly string[]) {
  const keyOf = (path: JsonPath): string => JSON.stringify(path.slice(0, path[0] === 'blocks' ? 4 : 2));
  const ids = new Map<string, string>();
  const add = (path: JsonPath, id: string): void => void (ids.has(keyOf(path)) || ids.set(keyOf(path), id));
  for (const { path, id } of instances) add(path, id);
  origins.forEach(({ path }, at) => add(path, names[at] || `#${at}`));
  return (path: JsonPath): string | undefined => ids.get(keyOf(path));
}

/** An instance before its connections are known. */
interface Placed extends Omit<Instance, 'inputs' | 'outputs' | 'firstOutputs'> {
  /** Where it stands. */
  readonly frame: Frame;
  readonly index: number;
  /** Of the first and the last of its repetitions. */
  readonly frames?: readonly [first: Frame, last: Frame];
}

/** Puts the layers in a row. */
function unfold(root: Scope, scopes: ReadonlyMap<string, Scope>) {
  const flats: Flat[] = [];
  const instances: Placed[] = [];
  const names = new Set(root.layers.map(({ name }) => name));
  const own = (name: string): string => {
    let free = name;
    for (let i = 2; names.has(free); i++) free = `${name}_${i}`;
    names.add(free);
    return free;
  };
  const enter = (scope: Scope, frame: Omit<Frame, 'scope' | 'last' | 'inner'>): Frame => {
    const made: Frame = { ...frame, scope, last: [], inner: [] };
    scope.layers.forEach((layer, index) => place(made, layer, index));
    return made;
  };
  const place = (frame: Frame, layer: Layer, index: number): void => {
    const { scope, prefix } = frame;
    const kind = scope.kinds[index]!;
    const isRoot = scope.name === undefined;
    const spelled = prefix + (layer.name || `layer${index + 1}`);
    if (kind === 'input') return;
    if (kind === 'layer' || kind === 'opaque') {
      frame.last[index] = flats.length;
      flats.push({ frame, index, name: isRoot ? layer.name : own(spelled) });
      return;
    }
    const repeat = scope.repeats[index] ?? 1;
    const isOwn = isRoot && scope.graph.byName.get(layer.name) === index && !layer.name.startsWith('#');
    const id = isOwn ? layer.name : isRoot ? `#block${index}` : own(spelled);
    const start = flats.length;
    const at = instances.length;
    const stem = isRoot ? spelled : id;
    const common = {
      id,
      path: [...scope.path, 'layers', index],
      layer,
      repeat,
      ...(frame.instance !== undefined && { parent: frame.instance }),
      start,
      frame,
      index,
    };
    // Its place is before those that it holds.
    instances.push({ ...common, firstEnd: start, end: start });
    if (kind === 'repeated') {
      for (let i = 1; i <= repeat; i++) flats.push({ frame, index, name: own(`${stem}_${i}`), ...(i > 1 && { after: flats.length - 1 }) });
      frame.last[index] = flats.length - 1;
      instances[at] = { ...common, firstEnd: start + 1, end: flats.length };
      return;
    }
    const block = blockOf(layer) ?? '';
    const inner = scopes.get(block)!;
    const frozen = frame.frozen || layer.trainable === false;
    let [first, previous, firstEnd]: [Frame | undefined, Frame | undefined, number] = [undefined, undefined, start];
    for (let i = 1; i <= repeat; i++) {
      const before = layer.repeat === undefined ? `${stem}_` : `${stem}_${i}_`;
      const outer = { frame, index };
      previous = enter(inner, { prefix: before, instance: at, outer, frozen, ...(previous && { previous }) });
      first ??= previous;
      if (i === 1) firstEnd = flats.length;
    }
    frame.inner[index] = previous!;
    instances[at] = { ...common, block, firstEnd, end: flats.length, frames: [first!, previous!] };
  };
  const frame = enter(root, { prefix: '', frozen: false });
  return { flats, instances, frame };
}

/** The layers of the expanded design that a reference means. */
function resolve(frame: Frame, reference: Reference): readonly number[] {
  if (!reference) return [NOWHERE];
  const { index, output } = reference;
  const { scope } = frame;
  if (scope.kinds[index] === 'input') return [passed(frame)[scope.sources.indexOf(index)] ?? NOWHERE];
  const inner = frame.inner[index];
  if (!inner) return [frame.last[index] ?? NOWHERE];
  const given = output === undefined ? outputsOf(inner) : resolve(inner, inner.scope.outputs[output]);
  return given.length > 0 ? given : [NOWHERE];
}

const outputsOf = (frame: Frame): readonly number[] => (frame.given ??= frame.scope.outputs.flatMap((output) => resolve(frame, output)));

/** What comes into a block: what the one before gives, or what the layer takes that stands for it. */
function passed(frame: Frame): readonly number[] {
  const { previous, outer } = frame;
  frame.passed ??= previous ? outputsOf(previous) : outer ? takenBy(outer.frame, outer.index) : [];
  return frame.passed;
}

function takenBy(frame: Frame, index: number): readonly number[] {
  const { scope } = frame;
  const begins = index === 0 && scope.name !== undefined && scope.sources.length === 0 && scope.layers[0]?.inputs === undefined;
  if (begins) return passed(frame);
  const taken: number[] = [];
  for (const reference of scope.references[index] ?? []) {
    taken.push(...resolve(frame, reference));
    if (taken.length > MOST_CONNECTIONS) break;
  }
  return taken;
}

/** What each layer takes, and what each instance takes and gives; not `complete`: there are too many connections. */
function connectAll(flats: readonly Flat[], instances: readonly Placed[]) {
  let count = 0;
  const counted = (found: readonly number[]): readonly number[] => ((count += found.length) > MOST_CONNECTIONS ? [NOWHERE] : found);
  const inputs = flats.map(({ frame, index, after }) => counted(after === undefined ? takenBy(frame, index) : [after]));
  const ends = instances.map(({ frame, index, frames, start, end }) => ({
    inputs: counted(takenBy(frame, index)),
    outputs: counted(frames ? outputsOf(frames[1]) : [end - 1]).filter((at) => at >= 0),
    firstOutputs: counted(frames ? outputsOf(frames[0]) : [start]).filter((at) => at >= 0),
  }));
  return { inputs, ends, complete: count <= MOST_CONNECTIONS };
}

interface Part {
  readonly layer: Layer;
  readonly origin: Origin;
}

/** What was made of a layer of the file under each name. What comes out as before is the same object, about which much is known. */
const made = new WeakMap<Layer, Map<string, Part>>();

function partOf(flat: Flat, taken: readonly number[], at: number, names: readonly string[]): Part {
  const { frame, index, name } = flat;
  const { scope, instance, frozen } = frame;
  const written = scope.layers[index]!;
  // Like in a file: what is not said is the layer before.
  const implied = written.inputs === undefined && (isSource(written) || (taken.length === 1 && taken[0] === at - 1));
  const first = written.inputs === undefined && at === 0 && taken.length === 0;
  const inputs = implied || first ? undefined : taken.map((from) => names[from] ?? '');
  const known = made.get(written) ?? new Map<string, Part>();
  made.set(written, known);
  const before = known.get(name);
  const isSame = before?.layer.inputs?.join('\n') === inputs?.join('\n') && (!frozen || before?.layer.trainable === false);
  const layer = before && isSame && frozen === (before.layer.trainable === false && written.trainable !== false) ? before.layer : layerOf(written, name, inputs, frozen); // prettier-ignore
  const path = before?.origin.path;
  const stays = path && path.at(-1) === index && path.length === scope.path.length + 2 && path[1] === (scope.path[1] ?? index);
  const origin: Origin =
    stays && before.origin.instance === instance
      ? before.origin
      : { path: [...scope.path, 'layers', index], layer: written, ...(instance !== undefined && { instance }) };
  const part = before && layer === before.layer && origin === before.origin ? before : { layer, origin };
  known.set(name, part);
  return part;
}

function layerOf(written: Layer, name: string, inputs: readonly string[] | undefined, frozen: boolean): Layer {
  const { repeat: _repeat, inputs: _inputs, ...layer } = written;
  return { ...layer, name, type: written.type, ...(inputs && { inputs }), ...(frozen && { trainable: false }) };
}
