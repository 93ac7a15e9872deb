import Type, { type TSchema } from 'typebox';
import type { Json } from '../document';
import { stemOf } from '../edit/names';
import type { Field } from '../layers/fields';
import type { LayerType } from '../layers/layerType';
import { CANONICAL, printInline } from '../print';

/** Where the parts of the schema stand that others refer to (draft 7's word, which VS Code reads). */
export const DEFINITIONS = 'definitions';

/** The name of one of these types. */
export const typeChoice = (types: readonly Pick<LayerType, 'type' | 'help' | 'doc'>[]): TSchema =>
  Type.Enum(
    types.map(({ type }) => type),
    {
      description: 'The Keras class.',
      markdownEnumDescriptions: types.map(({ help, doc }) => `${help}\n\n[Keras](${doc})`),
    },
  );

/** For each type: a layer of it has its fields. */
export const variants = (types: readonly LayerType[]): object[] =>
  types.map(({ type }) => ({
    if: { properties: { type: { const: type } }, required: ['type'] },
    then: { $ref: `#/${DEFINITIONS}/layer.${type}` },
  }));

/** A whole layer of each type, with the places to fill in. */
export const layerSnippets = (types: readonly LayerType[]): object[] =>
  types.map(({ type, fields, help, start = {} }) => {
    const asked = fields.filter((field) => field.default === undefined || field.name in start);
    const parts = asked.map((field, i) => `, "${field.name}": ${placeholder(i + 2, valueOf(field, start[field.name]))}`);
    return { label: type, description: help, bodyText: `{ "name": ${placeholder(1, stemOf(type))}, "type": "${type}"${parts.join('')} }` };
  });

const valueOf = (field: Field, start: Json | undefined): Json => start ?? field.default ?? null;

/** In a snippet a text is edited between its quotes. */
function placeholder(place: number, value: Json): string {
  const escaped = (text: string): string => text.replaceAll(/[\\$}]/g, String.raw`\$&`);
  if (typeof value === 'string') return `"\${${place}:${escaped(value)}}"`;
  return `\${${place}:${escaped(printInline(value, CANONICAL))}}`;
}
