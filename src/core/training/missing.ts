import * as l10n from '@vscode/l10n';
import type { Design, TrainingSection } from '../document';

export type Needed = 'data' | 'loss';

/** What training cannot do without and the design does not say; the rest has Keras's defaults. */
export function missingForTraining({ training = {} }: { readonly training?: Design['training'] }): readonly Needed[] {
  return [...(isChosen(training.data) ? [] : ['data' as const]), ...(training.loss === undefined ? ['loss' as const] : [])];
}

/** One sentence about it, with the way out. */
export function missingText(missing: readonly Needed[]): string {
  if (missing.length > 1) return l10n.t('Training needs data and a loss: choose them in the training section.');
  return missing[0] === 'data'
    ? l10n.t('Training needs data: choose a data set or files in the training section.')
    : l10n.t('Training needs a loss: choose one in the training section.');
}

const isChosen = (data: TrainingSection['data']): boolean =>
  data !== undefined && (data.dataset !== undefined || data.inputs !== undefined);
