import type { LayerReuse } from '../../../src/core/training/events';

/** What becomes of a layer's weights, as a sentence. */
export const reuseWords: Readonly<Record<LayerReuse['outcome'], string>> = {
  kept: 'It begins with the weights of the other model.',
  resized: 'It begins with what both have in common; the rest is as its initializers say.',
  new: 'It begins as its initializers say: there are no weights for it.',
  refused: 'Its sizes are others, so it begins as its initializers say.',
};
