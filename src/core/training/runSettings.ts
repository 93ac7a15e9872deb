import type { Design, Json, JsonObject, Layer } from '../document';
import { trainingFields } from './fields';
import { optimizers } from './optimizers';

/** Values by their place in the design: `optimizer.learning_rate`, `batch_size`, `layers.activation`. */
export type RunSettings = { readonly [place: string]: number | string };

const LONGEST = 60;
const LAYERS = 'layers';
const OPTIMIZER = 'optimizer';
/** What says nothing about how a layer computes, or is told by the number of layers. */
const LEFT_OUT = new Set(['name', 'type', 'inputs']);

/**
 * What of a design makes its run another one, flat, so that runs stand in the rows of a table. What the layers have is put
 * together by field: `layers.activation` is `relu, softmax`.
 */
export function runSettings({ layers, blocks = {}, training = {} }: Design): RunSettings {
  const { optimizer, data, ...rest } = training;
  const found: Record<string, number | string> = {};
  const put = (place: string, value: unknown) => {
    if (value !== undefined && value !== null) found[place] = typeof value === 'number' ? value : short(value as Json);
  };
  for (const [key, value] of Object.entries(optimizerValues(optimizer as Json)))
    put(key === 'type' ? OPTIMIZER : `${OPTIMIZER}.${key}`, value);
  for (const { name, default: preset } of trainingFields) if (typeof preset === 'number' || typeof preset === 'boolean') put(name, preset);
  for (const [key, value] of Object.entries(rest)) put(key, value);
  for (const [key, value] of Object.entries(data ?? {})) put(`data.${key}`, value);
  const all = [...layers, ...Object.values(blocks).flatMap((block) => block.layers)];
  put(LAYERS, countedTypes(all));
  for (const [field, values] of fieldsOf(all)) put(`${LAYERS}.${field}`, values.length === 1 ? values[0] : values.map(short).join(', '));
  return found;
}

/** With the defaults of what a person usually chooses, under Keras's name whichever it has in the file. */
function optimizerValues(optimizer: Json | undefined): JsonObject {
  const own = asObject(optimizer ?? 'RMSprop');
  const named = optimizers.find(({ name, aliases = [] }) => [name, ...aliases].some((known) => known === own.type));
  const essentials = (named?.fields ?? []).filter(({ group, default: preset }) => group === 'essentials' && preset !== undefined);
  const type = named?.name ?? own.type!;
  return { type, ...Object.fromEntries(essentials.map((field) => [field.name, field.default!])), ...own, ...(named && { type }) };
}

function countedTypes(layers: readonly Layer[]): string {
  const counts = new Map<string, number>();
  for (const { type } of layers) counts.set(type, (counts.get(type) ?? 0) + 1);
  counts.delete('Input');
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} ${type}`)).join(', ');
}

/** The different values of each field, in the order of the layers. */
function fieldsOf(layers: readonly Layer[]): Map<string, Json[]> {
  const fields = new Map<string, Map<string, Json>>();
  for (const layer of layers)
    for (const [field, value] of Object.entries(layer)) {
      if (LEFT_OUT.has(field) || value === undefined || value === null) continue;
      const values = fields.get(field) ?? new Map<string, Json>();
      fields.set(field, values.set(JSON.stringify(value), value));
    }
  return new Map([...fields].map(([field, values]) => [field, [...values.values()]]));
}

/** `relu`, `3, 3`, `CosineDecay decay_steps 100`: as it is in the file, without what a table has no room for. */
function short(value: Json): string {
  const text = inWords(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function inWords(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(inWords).join(', ');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { type, ...rest } = value as JsonObject;
  const parts = Object.entries(rest).map(([key, part]) => `${key} ${inWords(part)}`);
  return [...(typeof type === 'string' ? [type] : []), ...parts].join(' ');
}

const asObject = (value: Json): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : { type: value };

/**
 * Places at which these runs are not all the same, the training's first. What only some optimizers have tells runs apart only
 * where those that have it differ.
 */
export function differingPlaces(runs: readonly RunSettings[]): string[] {
  const places = [...new Set(runs.flatMap((settings) => Object.keys(settings)))];
  const differs = (place: string) => {
    const values = new Set(runs.map((settings) => settings[place]));
    if (place.startsWith(`${OPTIMIZER}.`)) values.delete(undefined);
    return values.size > 1;
  };
  const ofLayers = (place: string) => Number(place === LAYERS || place.startsWith(`${LAYERS}.`));
  return places.filter(differs).sort((a, b) => ofLayers(a) - ofLayers(b));
}
