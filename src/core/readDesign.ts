import * as l10n from '@vscode/l10n';
import type { Diagnostic, Place } from './diagnostics';
import { FORMAT_VERSION, type Block, type Design, type Json, type JsonObject, type JsonPath, type Layer } from './document';
import { isObject } from './layers/readFields';
import { suggest } from './suggest';

/** The keys of a design, in canonical order. */
export const DESIGN_KEYS = ['layerwise', 'name', 'blocks', 'layers', 'outputs', 'training'] as const;
/** The keys of a block, in canonical order. */
export const BLOCK_KEYS = ['layers', 'outputs'] as const;
const KNOWN: ReadonlySet<string> = new Set([...DESIGN_KEYS, '$schema']);

/**
 * Gives a parsed value the types of a design. What is of the wrong kind is reported at its place and read as if it were
 * absent; a layer keeps its place in the list whatever it is.
 */
export function readDesign(value: Json | undefined, diagnostics: Diagnostic[]): Design | undefined {
  if (!isObject(value)) {
    diagnostics.push({ code: 'format.not-a-design', severity: 'error', facts: { found: kindOf(value) }, place: { path: [] } });
    return undefined;
  }
  const wrong = (path: JsonPath, expected: string, found: Json): void => {
    const field = path.findLast((step) => typeof step === 'string') ?? '';
    diagnostics.push({ code: 'format.wrong-kind', severity: 'error', facts: { field, expected, found }, place: { path } });
  };
  readVersion(value, diagnostics, wrong);
  for (const key of Object.keys(value)) {
    if (KNOWN.has(key)) continue;
    const facts = { key, known: DESIGN_KEYS, suggestion: suggest(key, DESIGN_KEYS) };
    diagnostics.push({ code: 'format.unknown-key', severity: 'warning', facts, place: { path: [key], key: true } });
  }
  const { layerwise, name, blocks, layers, outputs, training } = value;
  if (name !== undefined && typeof name !== 'string') wrong(['name'], l10n.t('a text'), name);
  if (layers !== undefined && !Array.isArray(layers)) wrong(['layers'], l10n.t('a list of layers'), layers);
  if (training !== undefined && !isObject(training)) wrong(['training'], l10n.t('an object'), training);
  return {
    layerwise: typeof layerwise === 'number' ? layerwise : FORMAT_VERSION,
    name: typeof name === 'string' ? name : undefined,
    ...(blocks !== undefined && { blocks: readBlocks(blocks, diagnostics, wrong) }),
    layers: readLayers(layers, ['layers'], wrong),
    outputs: outputs === undefined ? undefined : readNames(outputs, ['outputs'], wrong),
    training: isObject(training) ? training : undefined,
  };
}

type Wrong = (path: JsonPath, expected: string, found: Json) => void;

function readVersion(design: JsonObject, diagnostics: Diagnostic[], wrong: Wrong): void {
  const { layerwise: found } = design;
  const place: Place = { path: ['layerwise'] };
  if (found === undefined) diagnostics.push({ code: 'format.missing-version', severity: 'error', facts: {}, place: { path: [] } });
  else if (typeof found !== 'number' || !Number.isInteger(found) || found < 1)
    wrong(['layerwise'], l10n.t`the version of the format, ${FORMAT_VERSION}`, found);
  else if (found > FORMAT_VERSION)
    diagnostics.push({ code: 'format.newer-version', severity: 'error', facts: { found, supported: FORMAT_VERSION }, place });
}

const isName = (value: Json | undefined): boolean => typeof value === 'string';

function readLayers(layers: Json | undefined, path: JsonPath, wrong: Wrong): readonly Layer[] {
  return Array.isArray(layers) ? (layers as Json[]).map((layer, i) => readLayer(layer, [...path, i], wrong)) : [];
}

function readBlocks(blocks: Json, diagnostics: Diagnostic[], wrong: Wrong): Readonly<Record<string, Block>> {
  if (!isObject(blocks)) {
    wrong(['blocks'], l10n.t('an object of blocks: { "<name>": { "layers": [ … ] } }'), blocks);
    return {};
  }
  return Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, readBlock(block, ['blocks', name], diagnostics, wrong)]));
}

function readBlock(block: Json, path: JsonPath, diagnostics: Diagnostic[], wrong: Wrong): Block {
  if (!isObject(block)) {
    wrong(path, l10n.t('a block: { "layers": [ … ] }'), block);
    return { layers: [] };
  }
  for (const key of Object.keys(block)) {
    if ((BLOCK_KEYS as readonly string[]).includes(key)) continue;
    const facts = { key, known: BLOCK_KEYS, suggestion: suggest(key, BLOCK_KEYS) };
    diagnostics.push({ code: 'format.unknown-key', severity: 'warning', facts, place: { path: [...path, key], key: true } });
  }
  const { layers, outputs } = block;
  if (!Array.isArray(layers)) wrong([...path, 'layers'], l10n.t('a list of layers'), layers ?? null);
  return {
    ...block,
    layers: readLayers(layers, [...path, 'layers'], wrong),
    ...(outputs !== undefined && { outputs: readNames(outputs, [...path, 'outputs'], wrong) }),
  };
}

function readLayer(layer: Json, path: JsonPath, wrong: Wrong): Layer {
  if (!isObject(layer)) {
    wrong(path, l10n.t('a layer: { "name": …, "type": … }'), layer);
    return { name: '', type: '' };
  }
  const { name, type, inputs, trainable } = layer;
  const right =
    isName(name) &&
    isName(type) &&
    (inputs === undefined || (Array.isArray(inputs) && inputs.every(isName))) &&
    (trainable === undefined || typeof trainable === 'boolean');
  if (right) return layer as unknown as Layer;
  if (name !== undefined && !isName(name)) wrong([...path, 'name'], l10n.t('a text'), name);
  if (type !== undefined && !isName(type)) wrong([...path, 'type'], l10n.t('the name of a layer type'), type);
  if (trainable !== undefined && typeof trainable !== 'boolean') wrong([...path, 'trainable'], l10n.t('true or false'), trainable);
  return {
    ...layer,
    name: typeof name === 'string' ? name : '',
    type: typeof type === 'string' ? type : '',
    inputs: inputs === undefined ? undefined : readNames(inputs, [...path, 'inputs'], wrong),
    trainable: typeof trainable === 'boolean' ? trainable : undefined,
  };
}

/** A list of names; one name alone is read as a list of it. What is no name becomes one that no layer has. */
function readNames(value: Json, path: JsonPath, wrong: Wrong): readonly string[] {
  const items = Array.isArray(value) ? (value as Json[]) : [value];
  if (!Array.isArray(value)) wrong(path, l10n.t('a list of layer names'), value);
  else items.forEach((item, i) => !isName(item) && wrong([...path, i], l10n.t('the name of a layer'), item));
  return items.map((item) => (typeof item === 'string' ? item : ''));
}

/** What a value is, in words. */
function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return l10n.t('a list');
  return { object: l10n.t('an object'), string: l10n.t('a text'), number: l10n.t('a number'), boolean: l10n.t('true or false') }[
    typeof value as 'object' | 'string' | 'number' | 'boolean'
  ];
}
