import Type, { type TSchema } from 'typebox';
import { FORMAT_VERSION } from './document';
import { layerTypes } from './layers/index';
import { registries } from './layers/registries';
import type { RegistryName } from './layers/fields';
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

const NEW_DESIGN = { layerwise: FORMAT_VERSION, layers: [{ name: 'pixels', type: 'Input', shape: [28, 28] }] };

function layerSchema(): TSchema {
  const types = [...layerTypes.values()];
  return Type.Object(
    {
      name: Type.String({
        pattern: '^[^/]+$',
        description: 'A name of its own: others take the layer by it, and its weights are saved under it.',
      }),
      type: typeChoice(types),
      inputs: Type.Optional(
        Type.Array(Type.String(), { description: 'The layers that it takes; without it the one before it in the file.' }),
      ),
      trainable: Type.Optional(Type.Boolean({ default: true, description: 'false: training leaves its weights as they are.' })),
    },
    { allOf: variants(types), defaultSnippets: layerSnippets(types) },
  );
}

function trainingSchema(): TSchema {
  const validation = Type.Union(
    validationForms.map(({ fields, help }) =>
      Type.Object(fieldsSchema(fields).properties, { description: help, additionalProperties: false }),
    ),
    { description: 'Which samples are kept for validation.' },
  );
  const data = Type.Object(
    { ...optional(fieldsSchema(dataFields).properties), validation: Type.Optional(validation) },
    { description: 'Where the samples come from: "dataset", or the files "inputs" and "targets".' },
  );
  const phases = Type.Array(Type.Object(optional(fieldsSchema(phaseFields).properties)), {
    minItems: 1,
    description: 'Parts of training, one after another: layers that are frozen, epochs, an optimizer. "epochs" beside it has no say then.',
  });
  const weights = Type.Object(fieldsSchema(weightsFields).properties, {
    description: 'The weights that the model begins with, of another run or of a file.',
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
