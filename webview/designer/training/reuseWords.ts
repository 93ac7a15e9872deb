import * as l10n from '@vscode/l10n';
import type { LayerReuse } from '../../../src/core/training/events';

/** What becomes of a layer's weights, as a sentence. */
export const reuseWords: Readonly<Record<LayerReuse['outcome'], string>> = {
  kept: l10n.t('It begins with the weights of the other model.'),
  resized: l10n.t('It begins with what both have in common; the rest is as its initializers say.'),
  new: l10n.t('It begins as its initializers say: there are no weights for it.'),
  refused: l10n.t('Its sizes are others, so it begins as its initializers say.'),
};

/** The same in one word. */
export const outcomeWords: Readonly<Record<LayerReuse['outcome'], string>> = {
  kept: l10n.t('kept'),
  resized: l10n.t('resized'),
  new: l10n.t('new'),
  refused: l10n.t('refused'),
};
