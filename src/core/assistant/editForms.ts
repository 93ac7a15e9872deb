import type { Json, JsonObject } from '../document';
import type { Edit } from '../edits';
import { isObject } from '../layers/readFields';

type Kind = 'text' | 'texts' | 'json' | 'object' | 'path' | 'position' | 'integer';

interface Part {
  readonly kind: Kind;
  readonly optional?: boolean;
}

interface Form {
  readonly help: string;
  readonly parts: Readonly<Record<string, Part>>;
}

const text: Part = { kind: 'text' };
const texts: Part = { kind: 'texts' };
const position: Part = { kind: 'position' };

/** The edits that an assistant may ask for, and what each is made of. */
export const editForms: Readonly<Partial<Record<Edit['type'], Form>>> = {
  setField: {
    help: 'sets a field of a layer (units, activation, …); without value it is back at its default',
    parts: { layer: text, field: text, value: { kind: 'json', optional: true } },
  },
  setTraining: {
    help: 'sets a value below "training", by its path; without value it is removed',
    parts: { path: { kind: 'path' }, value: { kind: 'json', optional: true } },
  },
  setName: { help: 'names the model', parts: { name: text } },
  addLayer: {
    help: 'adds a layer of a type with these fields; without name it gets one from its type',
    parts: { layerType: text, fields: { kind: 'object', optional: true }, name: { kind: 'text', optional: true }, position },
  },
  deleteLayers: { help: 'removes layers and closes the gap', parts: { layers: texts } },
  duplicateLayers: { help: 'puts a copy behind each of these layers', parts: { layers: texts } },
  renameLayer: { help: 'renames a layer; references follow', parts: { layer: text, name: text } },
  moveLayer: { help: 'moves a layer to another place', parts: { layer: text, position } },
  connect: {
    help: 'makes "to" take "from"; input: as its how-manieth input, from 0',
    parts: { from: text, to: text, input: { kind: 'integer', optional: true } },
  },
  disconnect: { help: 'ends a connection', parts: { from: text, to: text } },
  wrapLayers: { help: 'makes a block of these layers and one layer in their place', parts: { layers: texts, block: text } },
  unwrapBlock: { help: 'puts the layers of a block in place of the layer that stands for them', parts: { layer: text } },
};

/** Edits that somebody sent, each checked against its form. A text: what is wrong, and what is right. */
export function readEdits(given: unknown): readonly Edit[] | string {
  if (!Array.isArray(given) || given.length === 0) return '"edits" has to be a list of edits: [{ "type": "setField", … }].';
  const edits: readonly Json[] = given as Json[];
  for (const [i, edit] of edits.entries()) {
    const wrong = wrongIn(edit);
    if (wrong !== undefined) return `Edit ${i + 1}: ${wrong}`;
  }
  return edits as unknown as readonly Edit[];
}

function wrongIn(edit: Json): string | undefined {
  if (!isObject(edit) || typeof edit.type !== 'string') return `it needs a "type": ${Object.keys(editForms).join(', ')}.`;
  const { type, ...rest } = edit as JsonObject & { readonly type: string };
  const form = Object.hasOwn(editForms, type) ? editForms[type as Edit['type']] : undefined;
  if (!form) return `there is no type ${type}; there are ${Object.keys(editForms).join(', ')}.`;
  const unknown = Object.keys(rest).find((key) => !Object.hasOwn(form.parts, key));
  if (unknown !== undefined) return `${type} has no "${unknown}"; it has ${Object.keys(form.parts).join(', ')}.`;
  for (const [name, { kind, optional }] of Object.entries(form.parts)) {
    const value = rest[name];
    if (value === undefined ? !optional : !checks[kind](value)) return `"${name}" of ${type} has to be ${WORDS[kind]}.`;
  }
  return undefined;
}

const isText = (value: Json): boolean => typeof value === 'string';
const isListOf = (value: Json, check: (item: Json) => boolean): boolean => Array.isArray(value) && (value as readonly Json[]).every(check);
const isPlace = (value: Json): boolean => Number.isInteger(value) && (value as number) >= 0;

const checks: Readonly<Record<Kind, (value: Json) => boolean>> = {
  text: isText,
  texts: (value) => isListOf(value, isText),
  json: () => true,
  object: isObject,
  path: (value) => isListOf(value, (step) => isText(step) || isPlace(step)) && (value as readonly Json[]).length > 0,
  integer: isPlace,
  position: (value) => {
    if (!isObject(value) || Object.keys(value).length !== 1) return false;
    const { after, before, edge, end } = value;
    if (edge !== undefined) return isObject(edge) && isText(edge.from ?? null) && isText(edge.to ?? null);
    return isText(after ?? null) || isText(before ?? null) || end === true;
  },
};

const WORDS: Readonly<Record<Kind, string>> = {
  text: 'a text',
  texts: 'a list of texts',
  json: 'a value',
  object: 'an object',
  path: 'a list of keys: ["optimizer", "learning_rate"]',
  integer: 'a whole number from 0 on',
  position: 'one of { "after": layer }, { "before": layer }, { "edge": { "from": layer, "to": layer } } or { "end": true }',
};

/** The JSON schema of one edit: flat, with all parts of all types, because not every model takes alternatives. */
export function editSchema(): JsonObject {
  const users = new Map<string, string[]>();
  const kinds = new Map<string, Kind>();
  for (const [type, { parts }] of Object.entries(editForms))
    for (const [name, { kind, optional }] of Object.entries(parts)) {
      users.set(name, [...(users.get(name) ?? []), optional ? `${type} (optional)` : type]);
      kinds.set(name, kind);
    }
  const types = Object.entries(editForms).map(([type, { help }]) => `${type} ${help}`);
  return {
    type: 'object',
    required: ['type'],
    properties: {
      type: { type: 'string', enum: Object.keys(editForms), description: `What is done. ${types.join('; ')}.` },
      ...Object.fromEntries(
        [...kinds].map(([name, kind]): [string, Json] => [
          name,
          { ...SCHEMAS[kind], description: `${capital(WORDS[kind])}. For ${users.get(name)!.join(', ')}.` },
        ]),
      ),
    },
  };
}

const SCHEMAS: Readonly<Record<Kind, JsonObject>> = {
  text: { type: 'string' },
  texts: { type: 'array', items: { type: 'string' } },
  json: {},
  object: { type: 'object' },
  path: { type: 'array', items: { type: ['string', 'integer'] } },
  integer: { type: 'integer', minimum: 0 },
  position: {
    type: 'object',
    properties: {
      after: { type: 'string', description: 'Behind this layer.' },
      before: { type: 'string', description: 'Before this layer.' },
      edge: {
        type: 'object',
        properties: { from: { type: 'string' }, to: { type: 'string' } },
        required: ['from', 'to'],
        description: 'Between these two, in place of their connection.',
      },
      end: { type: 'boolean', const: true, description: 'At the end.' },
    },
  },
};

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
