import type { JsonObject } from '../document';
import { editSchema } from './editForms';

const design: JsonObject = {
  type: 'string',
  description:
    'Path of the design in the workspace (models/net.layerwise.json). Without it the one in the active editor, or the only one there is.',
};

const about = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({ type: 'object', properties, required });

/** What each tool for language models takes, as JSON schema; package.json repeats it, because VS Code reads it there. */
export const toolSchemas: Readonly<Record<string, JsonObject>> = {
  layerwise_validateDesign: about({ design }),
  layerwise_summarizeDesign: about({ design }),
  layerwise_editDesign: about(
    {
      design,
      edits: {
        type: 'array',
        minItems: 1,
        items: editSchema(),
        description: 'Made one after the other as one change that is undone in one step; where one is refused none is made.',
      },
    },
    ['edits'],
  ),
  layerwise_startTraining: about({
    design,
    epochs: { type: 'integer', minimum: 1, description: 'Epochs, in place of those of the design.' },
    limit: { type: 'integer', minimum: 1, description: 'Use at most so many training samples, for a short try.' },
  }),
  layerwise_readRun: about({
    run: { type: 'string', description: 'The id of a run, as startTraining answers it. Without it the newest run of the design.' },
    design,
  }),
};
