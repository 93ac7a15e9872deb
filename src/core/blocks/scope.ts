import * as l10n from '@vscode/l10n';
import { SUGGESTIONS } from '../checkGraph';
import type { Diagnostic } from '../diagnostics';
import type { Block, Json, JsonPath, Layer } from '../document';
import { buildGraph, isSource, type Graph } from '../graph';
import { suggest } from '../suggest';

/** The type of a layer that stands for a block. */
export const BLOCK = 'Block';

/** What a layer takes: one of its scope (`output`: only this one of what it gives), or a name that none has. */
export type Reference = { readonly index: number; readonly output?: number } | undefined;

/** What a layer is when the design is expanded. `opaque`: a block that there is not, or that cannot be expanded. */
export type Kind = 'layer' | 'input' | 'block' | 'repeated' | 'opaque';

/** A list of layers that name one another: those of the design itself, or of a block. */
export interface Scope {
  /** Of the block; absent: the design itself. */
  readonly name?: string;
  /** Of what holds `layers` and `outputs`. */
  readonly path: JsonPath;
  readonly layers: readonly Layer[];
  readonly written?: readonly string[];
  readonly graph: Graph;
  readonly kinds: Kind[];
  readonly repeats: readonly number[];
  /** Places of a block's own Input layers. */
  readonly sources: readonly number[];
  /** What the layers take; a block's first layer without `inputs` has none here. */
  readonly references: (readonly Reference[])[];
  /** Places of the layers whose values are given. */
  outputs: readonly Reference[];
  /** Which of a block's values each layer gives, by its place, once somebody has asked. */
  given?: ReadonlyMap<number, number>;
}

export const blockOf = ({ block }: Layer): string | undefined => (typeof block === 'string' ? block : undefined);
export const isRepeat = (value: Json | undefined): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 1;

/** Reads a list of layers; what they take is found by `connect`, once all scopes are read. */
export function readScope(layers: readonly Layer[], written: readonly string[] | undefined, path: JsonPath, name?: string): Scope {
  const kinds = layers.map((layer): Kind => {
    if (layer.type === BLOCK) return 'block';
    if (isSource(layer)) return name === undefined ? 'layer' : 'input';
    return layer.repeat === undefined ? 'layer' : 'repeated';
  });
  return {
    ...(name !== undefined && { name }),
    path,
    layers,
    ...(written && { written }),
    graph: buildGraph(layers),
    kinds,
    repeats: layers.map(({ repeat }, i) => (kinds[i] !== 'input' && isRepeat(repeat) ? repeat : 1)),
    sources: kinds.flatMap((kind, i) => (kind === 'input' ? [i] : [])),
    references: [],
    outputs: [],
  };
}

/** The scope of a block's layers. */
export const blockScope = (name: string, { layers, outputs }: Block): Scope => readScope(layers, outputs, ['blocks', name], name);

/** Finds what the layers of a scope take and what it gives, and says what is wrong with names. */
export function connect(scope: Scope, scopes: ReadonlyMap<string, Scope>, diagnostics: Diagnostic[]): void {
  const { layers, path, name } = scope;
  checkNames(scope, diagnostics);
  layers.forEach((layer, i) => {
    const previous = i > 0 && !isSource(layer) ? [{ index: i - 1 }] : [];
    scope.references[i] = layer.inputs ? layer.inputs.map((input) => referenceTo(input, scope, scopes)) : previous;
    layer.inputs?.forEach((input, at) => {
      if (input === '' || scope.references[i]?.[at]) return;
      const facts = { layer: nameOf(scope, i), input, suggestion: nameLike(input, scope, diagnostics) };
      diagnostics.push({
        code: 'graph.dangling-input',
        severity: 'error',
        facts,
        place: { path: [...path, 'layers', i, 'inputs', at] },
      });
    });
  });
  scope.outputs = scope.written ? namedOutputs(scope, scopes, diagnostics) : untaken(scope);
  if (scope.outputs.length === 0 && name !== undefined)
    diagnostics.push({ code: 'block.no-output', severity: 'error', facts: { block: name }, place: { path, key: true } });
}

/** How a layer is called in words. */
export const nameOf = ({ layers, graph }: Scope, index: number): string => layers[index]?.name || (graph.ids[index] ?? '');

/** By its name; `block/layer` is one of several values that a block gives. */
function referenceTo(input: string, { graph, layers }: Scope, scopes: ReadonlyMap<string, Scope>): Reference {
  const index = graph.byName.get(input);
  if (index !== undefined) return { index };
  const slash = input.indexOf('/');
  const owner = slash < 0 ? undefined : graph.byName.get(input.slice(0, slash));
  const layer = owner === undefined ? undefined : layers[owner];
  const block = layer?.type === BLOCK ? scopes.get(blockOf(layer) ?? '') : undefined;
  if (owner === undefined || !block) return undefined;
  const given = block.graph.byName.get(input.slice(slash + 1));
  block.given ??= new Map(
    outputPlaces(block)
      .map((at, i): [number, number] => [at, i])
      .reverse(),
  );
  const output = given === undefined ? undefined : block.given.get(given);
  return output === undefined ? undefined : { index: owner, output };
}

/** Like `Scope.outputs`, before they are connected; only layers that are given as a whole. */
function outputPlaces(scope: Scope): readonly number[] {
  if (scope.written) return scope.written.map((name) => scope.graph.byName.get(name) ?? -1);
  const taken = new Set(scope.graph.inputs.flat());
  const ports = scope.layers.flatMap(({ inputs }) => inputs ?? []).map((input) => scope.graph.byName.get(input.split('/')[0] ?? ''));
  for (const port of ports) if (port !== undefined) taken.add(port);
  return scope.layers.flatMap((layer, i) => (taken.has(i) || isSource(layer) ? [] : [i]));
}

const untaken = (scope: Scope): readonly Reference[] => outputPlaces(scope).map((index) => ({ index }));

function namedOutputs(scope: Scope, scopes: ReadonlyMap<string, Scope>, diagnostics: Diagnostic[]): readonly Reference[] {
  return (scope.written ?? []).flatMap((output, i) => {
    const reference = referenceTo(output, scope, scopes);
    const place = { path: [...scope.path, 'outputs', i] };
    if (!reference && output !== '') {
      const facts = { output, suggestion: nameLike(output, scope, diagnostics) };
      diagnostics.push({ code: 'graph.dangling-output', severity: 'error', facts, place });
    }
    if (reference && scope.kinds[reference.index] === 'input') {
      const facts = { block: scope.name ?? '', input: output };
      diagnostics.push({ code: 'block.gives-input', severity: 'error', facts, place });
      return [];
    }
    return reference ? [reference] : [];
  });
}

function checkNames(scope: Scope, diagnostics: Diagnostic[]): void {
  const { layers, graph, path, name: block } = scope;
  layers.forEach(({ name, type }, i) => {
    const place = { path: [...path, 'layers', i, 'name'] };
    if (name === '') diagnostics.push({ code: 'layer.missing-name', severity: 'error', facts: {}, place });
    else if (graph.byName.get(name) !== i) diagnostics.push({ code: 'layer.duplicate-name', severity: 'error', facts: { name }, place });
    else if (name.includes('/')) {
      const facts = { type, field: 'name', expected: l10n.t('a name without "/"'), found: name };
      diagnostics.push({ code: 'field.wrong-value', severity: 'error', facts, place });
    }
    if (scope.kinds[i] !== 'input' || block === undefined) return;
    for (const field of Object.keys(layers[i] ?? {})) {
      if (field === 'name' || field === 'type') continue;
      const facts = { block, input: name, field };
      diagnostics.push({
        code: 'block.input-field',
        severity: 'warning',
        facts,
        place: { path: [...path, 'layers', i, field], key: true },
      });
    }
  });
}

function nameLike(name: string, { graph }: Scope, diagnostics: readonly Diagnostic[]): string | undefined {
  return diagnostics.length < SUGGESTIONS ? suggest(name, graph.byName.keys()) : undefined;
}
