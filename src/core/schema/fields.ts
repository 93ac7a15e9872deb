import Type, { type TObject, type TProperties, type TSchema, type TSchemaOptions } from 'typebox';
import type { Field, FieldKind, Named, NumberKind, RegistryName } from '../layers/fields';
import { registries } from '../layers/registries';
import { OTHER_SPELLINGS } from './helpOnly';
import { typeChoice, variants } from './layers';

/** Fields as properties of an object, those without a default required. Other keys are allowed. */
export function fieldsSchema(fields: readonly Field[], doc?: string): TObject {
  return Type.Object(Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, doc)])));
}

/** The same properties, none of them required. */
export const optional = (properties: TProperties): TProperties =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, Type.Optional(schema)]));

function fieldSchema(field: Field, doc: string | undefined): TSchema {
  const { help, nullable, default: preset, each } = field;
  const one = kindSchema(field.value);
  const schema = each ? (each.only ? byName(one) : Type.Union([one, byName(one)])) : one;
  const words = {
    description: help,
    ...(doc && { markdownDescription: `${help}\n\n[Keras](${doc})` }),
    ...(preset != null && { default: preset }),
  };
  const described = nullable ? Type.Union([schema, Type.Null()], words) : { ...schema, ...words };
  // A reference stands alone: what is beside it in an object is not read.
  const whole = '$ref' in schema && !nullable ? Type.Intersect([schema], words) : described;
  return preset === undefined ? whole : Type.Optional(whole);
}

/** One of them for each input or output, under its name, which may be any. With a `type` it is another object. */
const byName = (one: TSchema): TSchema => {
  const notTyped = { not: { required: ['type'] } };
  return Type.Object({}, { ...notTyped, if: notTyped, then: { patternProperties: { '': one } } });
};

/** Bounds that are there. */
function bounds(kind: Partial<Omit<NumberKind, 'kind'>>): TSchemaOptions {
  const keys = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const;
  return Object.fromEntries(keys.flatMap((key) => (kind[key] === undefined ? [] : [[key, kind[key]]])));
}

function kindSchema(kind: FieldKind): TSchema {
  switch (kind.kind) {
    case 'integer':
      return Type.Integer(bounds(kind));
    case 'number':
      return Type.Number(bounds(kind));
    case 'boolean':
      return Type.Boolean();
    case 'string':
      return Type.String();
    case 'factor':
      return Type.Union([Type.Number(), Type.String({ examples: ['1/255'] })]);
    case 'choice':
      return Type.Enum([...kind.choices]);
    case 'integers': {
      const item = Type.Integer(bounds(kind));
      const many = Type.Array(
        kind.nullable ? Type.Union([item, Type.Null()]) : item,
        kind.single && kind.length === undefined ? { minItems: 1 } : exactly(kind.length),
      );
      return kind.single ? Type.Union([item, many]) : many;
    }
    case 'numbers':
      return kind.single
        ? Type.Union([Type.Number(bounds(kind)), Type.Array(Type.Number(bounds(kind)))])
        : Type.Array(Type.Number(bounds(kind)));
    case 'strings':
      return Type.Array(Type.String());
    case 'padding2d': {
      const size = Type.Integer({ minimum: 0 });
      const pair = Type.Union([size, Type.Array(size, exactly(2))]);
      return Type.Union([size, Type.Array(pair, exactly(2))]);
    }
    case 'named':
      return kind.orNumber ? Type.Union([Type.Number(bounds(kind.orNumber)), reference(kind.registry)]) : reference(kind.registry);
    case 'namedList':
      return Type.Array(reference(kind.registry));
    case 'layer': {
      const types = [...kind.allowed().values()];
      return Type.Object({ type: typeChoice(types) }, { allOf: variants(types) });
    }
  }
}

const exactly = (length: number | undefined): TSchemaOptions => (length === undefined ? {} : { minItems: length, maxItems: length });
const reference = (registry: RegistryName): TSchema => Type.Unsafe({ $ref: `#/definitions/${registry}` });

/** A name of the registry, or an object with the name as its type and its arguments. */
export function namedSchema(registry: RegistryName): TSchema {
  const entries = registries[registry];
  const aliases = entries.flatMap((entry) => entry.aliases ?? []);
  const names = choice(entries);
  const alone = entries.filter(({ fields }) => fields.every((field) => field.default !== undefined));
  const other = aliases.length > 0 ? [Type.Enum([...aliases], { [OTHER_SPELLINGS]: true })] : [];
  const arguments_ = entries
    .filter(({ fields }) => fields.length > 0)
    .map(({ name, aliases: more = [], fields, doc }) => ({
      // A pattern, because the names of a list would be offered for completion, each other spelling among them.
      if: { properties: { type: { pattern: `^(${[name, ...more].join('|')})$` } }, required: ['type'] },
      then: fieldsSchema(fields, doc),
    }));
  // What cannot do without arguments is offered with those that it is begun with.
  const defaultSnippets = entries.flatMap(({ name, help, start }) =>
    start ? [{ label: name, description: help, body: { type: name, ...start } }] : [],
  );
  const object = Type.Object(
    { type: Type.Union([names, ...other], { description: `Which ${registry} it is; its arguments stand beside it.` }) },
    { allOf: arguments_, ...(defaultSnippets.length > 0 && { defaultSnippets }) },
  );
  // Only what needs no argument can stand as a name alone.
  return Type.Union([...(alone.length > 0 ? [choice(alone)] : []), ...other, object]);
}

const choice = (entries: readonly Named[]): TSchema =>
  Type.Enum(
    entries.map(({ name }) => name),
    { markdownEnumDescriptions: entries.map(({ help, doc }) => (doc ? `${help}\n\n[Keras](${doc})` : help)) },
  );
