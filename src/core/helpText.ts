import * as l10n from '@vscode/l10n';
import type { Named } from './layers/fields';
import type { LayerType } from './layers/layerType';
import { layerTypes } from './layers/index';
import { registries } from './layers/registries';
import { dataFields, trainingFields, validationForms } from './training/fields';
import { phaseFields } from './training/phases';
import { weightsFields } from './training/weights';

/**
 * What a field, a layer type or a named entry is for, where a person reads it. In the registries it is English, as in the
 * schema; `npm run l10n` collects it from `helped`.
 */
export const helpText = (help: string): string => l10n.t(help);

type Helped = Pick<Named, 'help'> & Partial<Pick<LayerType, 'fields'>>;

/** Everything that has a help. */
export const helped = (): readonly Helped[] =>
  [
    ...layerTypes.values(),
    ...Object.values(registries).flat(),
    ...trainingFields,
    ...dataFields,
    ...phaseFields,
    ...weightsFields,
    ...validationForms,
  ].flatMap((one: Helped) => [one, ...(one.fields ?? [])]);
