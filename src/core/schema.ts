import Type, { type TSchema } from 'typebox';
import { BLOCK } from './blocks/scope';
import { FORMAT_VERSION } from './document';
import { layerTypes } from './layers/index';
import { registries } from './layers/registries';
import type { Field, RegistryName } from './layers/fields';
import { fieldsSchema, namedSchema, optional } from './schema/fields';
import { helpOnly } from './schema/helpOnly';
import { DEFINITIONS, layerSnippets, typeChoice, variants } from './schema/layers';
import { dataFields, trainingFields, validationForms } from './training/fields';
import { phaseFields } from './training/phases';
import { weightsFields } from './training/weights';

/**
 * The JSON schema that package.json contributes for `*.layerwise.json`: completion and hover in the text editor. It finds
 * nothing wrong: problems are told by `analyze`, once, at the same places and in better words.
 */
export const designSchema = (): TSchema => helpOnly(strictSchema());

/** The JSON schema that holds of every design without an error of format, type or field. */
export function strictSchema(): TSchema {
  const definitions = {
    ...Object.fromEntries([...layerTypes.values()].map((type) => [`layer.${type.type}`, fieldsSchema(type.fields, type.doc)])),
    ...Object.fromEntries(Object.keys(registries).map((name) => [name, namedSchema(name as RegistryName)])),
  };
  return Type.Object(
    {
      layerwise: Type.Integer({ minimum: 1, maximum: FORMAT_VERSION, default: FORMAT_VERSION, description: 'Version of the format.' }),
      name: Type.Optional(Type.String({ description: 'What the model is called; runs take their names from it.' })),
      blocks: Type.Optional(
        Type.Record(Type.String(), blockSchema(), {
          description: 'Layers under a name, to be used as one: { "type": "Block", "block": "<name>" }. A change here counts for all uses.',
        }),
      ),
      layers: Type.Array(layerSchema(), { description: 'The layers. One without "inputs" takes the one before it.' }),
      outputs: Type.Optional(
        Type.Array(Type.String(), { description: 'The layers whose values the model gives; without it those that nobody takes.' }),
      ),
      training: Type.Optional(trainingSchema()),
    },
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Layerwise design',
      allowComments: true,
      allowTrailingCommas: true,
      defaultSnippets: [{ label: 'New design', description: 'A design with its first layer.', body: NEW_DESIGN }],
      [DEFINITIONS]: definitions,
    },
  );
}

/** As a type of layer in the text; it is none of Keras's. */
const BLOCK_TYPE = {
  type: BLOCK,
  help: 'A block of the design: the layers that "blocks" has under its name.',
  doc: 'https://keras.io/guides/functional_api/',
};
const BLOCK_SNIPPET = {
  label: BLOCK,
  description: BLOCK_TYPE.help,
  bodyText: '{ "name": "${1:stage}", "type": "Block", "block": "${2:name}", "repeat": ${3:2} }',
};
const blockVariant = [
  {
    if: { properties: { type: { const: BLOCK } }, required: ['type'] },
    then: Type.Object({ block: Type.String({ description: 'The name of one of the design’s blocks.' }) }),
  },
];

const NEW_DESIGN = { layerwise: FORMAT_VERSION, layers: [{ name: 'pixels', type: 'Input', shape: [28, 28] }] };

function blockSchema(): TSchema {
  return Type.Object(
    {
      layers: Type.Array(layerSchema(true), {
        description: 'The layers of the block. Its Input layers stand for what it takes; without one its first layer takes that.',
      }),
      outputs: Type.Optional(
        Type.Array(Type.String(), { description: 'The layers whose values the block gives; without it those that nobody takes.' }),
      ),
    },
    {
      defaultSnippets: [{ label: 'New block', description: 'A block with its first layer.', body: NEW_BLOCK }],
    },
  );
}

const NEW_BLOCK = { layers: [{ name: 'in', type: 'Input' }] };

/** @param inBlock an Input has no shape of its own there */
function layerSchema(inBlock = false): TSchema {
  const types = [...layerTypes.values()];
  const fielded = inBlock ? types.filter(({ arity }) => arity !== 0) : types;
  return Type.Object(
    {
      name: Type.String({
        pattern: '^[^/]+$',
        description: 'A name of its own: others take the layer by it, and its weights are saved under it.',
      }),
      type: typeChoice([...types, BLOCK_TYPE]),
      inputs: Type.Optional(
        Type.Array(Type.String(), { description: 'The layers that it takes; without it the one before it in the file.' }),
      ),
      repeat: Type.Optional(
        Type.Integer({
          minimum: 1,
          default: 1,
          description: 'How many of it there are, one after the other, each with weights of its own: hidden_1, hidden_2 and so on.',
        }),
      ),
      trainable: Type.Optional(Type.Boolean({ default: true, description: 'false: training leaves its weights as they are.' })),
    },
    { allOf: [...variants(fielded), ...blockVariant], defaultSnippets: [...layerSnippets(types), BLOCK_SNIPPET] },
  );
}

const PHASES = [
  {
    label: 'Phase with frozen layers',
    description: 'Layers that keep their weights while the others learn.',
    body: { freeze: ['${1:hidden*}'], epochs: '^${2:4}' },
  },
  {
    label: 'Phase with an optimizer of its own',
    description: 'It begins anew there.',
    body: { epochs: '^${1:10}', optimizer: { type: '${2:SGD}', learning_rate: '^${3:0.0001}' } },
  },
];

/** What a form of validation is begun with. */
const STARTS: { readonly [field: string]: string } = {
  first: '^${1:5000}',
  last: '^${1:5000}',
  first_fraction: '^${1:0.1}',
  last_fraction: '^${1:0.1}',
  inputs: '${1:file}',
  targets: '${2:file}',
};
const beginning = (fields: readonly Field[]): object =>
  Object.fromEntries(fields.flatMap(({ name }) => (name in STARTS ? [[name, STARTS[name]]] : [])));

function trainingSchema(): TSchema {
  const validation = Type.Union(
    validationForms.map(({ fields, help }) =>
      Type.Object(fieldsSchema(fields).properties, {
        description: help,
        additionalProperties: false,
        defaultSnippets: [{ label: Object.keys(beginning(fields)).join(', '), description: help, body: beginning(fields) }],
      }),
    ),
    { description: 'Which samples are kept for validation.' },
  );
  const data = Type.Object(
    { ...optional(fieldsSchema(dataFields).properties), validation: Type.Optional(validation) },
    { description: 'Where the samples come from: "dataset", or the files "inputs" and "targets".' },
  );
  const phases = Type.Array(Type.Object(optional(fieldsSchema(phaseFields).properties), { defaultSnippets: PHASES }), {
    minItems: 1,
    description: 'Parts of training, one after another: layers that are frozen, epochs, an optimizer. "epochs" beside it has no say then.',
  });
  const weights = Type.Object(fieldsSchema(weightsFields).properties, {
    description: 'The weights that the model begins with, of another run or of a file.',
    defaultSnippets: [{ label: 'Weights of another design', description: 'Those of its last run.', body: { from: '${1:design}' } }],
  });
  return Type.Object(
    {
      data: Type.Optional(data),
      ...optional(fieldsSchema(trainingFields).properties),
      phases: Type.Optional(phases),
      weights: Type.Optional(weights),
    },
    { description: 'How the model is trained: data, loss, optimizer, and for how long.' },
  );
}
