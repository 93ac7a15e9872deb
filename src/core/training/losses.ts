import type { Field, Named } from '../layers/fields';

const fromLogits: Field = {
  name: 'from_logits',
  value: { kind: 'boolean' },
  default: false,
  group: 'essentials',
  help: 'The model gives logits: its last layer has no softmax or sigmoid.',
};
const labelSmoothing: Field = {
  name: 'label_smoothing',
  value: { kind: 'number', minimum: 0, maximum: 1 },
  default: 0,
  group: 'essentials',
  help: 'How much of a target is spread over the other classes.',
};
const probabilistic = (name: string): string => `https://keras.io/api/losses/probabilistic_losses/#${name.toLowerCase()}-class`;
const hinge = (name: string): string => `https://keras.io/api/losses/hinge_losses/#${name.toLowerCase()}-class`;
const regression = (name: string): string => `https://keras.io/api/losses/regression_losses/#${name.toLowerCase()}-class`;

/** Losses with Keras's arguments; the trainer has the formula of each. */
export const losses: readonly Named[] = [
  {
    name: 'sparse_categorical_crossentropy',
    aliases: ['SparseCategoricalCrossentropy'],
    fields: [fromLogits],
    help: 'For classes given as whole numbers (0, 1, 2 …).',
    doc: probabilistic('SparseCategoricalCrossentropy'),
  },
  {
    name: 'categorical_crossentropy',
    aliases: ['CategoricalCrossentropy'],
    fields: [fromLogits, labelSmoothing],
    help: 'For classes given one-hot ([0, 1, 0]).',
    doc: probabilistic('CategoricalCrossentropy'),
  },
  {
    name: 'binary_crossentropy',
    aliases: ['BinaryCrossentropy', 'bce', 'BCE'],
    fields: [fromLogits, labelSmoothing],
    help: 'For targets that are 0 or 1.',
    doc: probabilistic('BinaryCrossentropy'),
  },
  {
    name: 'mean_squared_error',
    aliases: ['MeanSquaredError', 'mse', 'MSE'],
    fields: [],
    help: 'Mean of the squared differences.',
    doc: regression('MeanSquaredError'),
  },
  {
    name: 'mean_absolute_error',
    aliases: ['MeanAbsoluteError', 'mae', 'MAE'],
    fields: [],
    help: 'Mean of the absolute differences.',
    doc: regression('MeanAbsoluteError'),
  },
  {
    name: 'huber',
    aliases: ['Huber', 'huber_loss'],
    fields: [
      {
        name: 'delta',
        value: { kind: 'number', minimum: 0 },
        default: 1,
        group: 'essentials',
        help: 'Difference from which it grows linearly instead of squared.',
      },
    ],
    help: 'Squared for small differences, linear for large ones.',
    doc: regression('Huber'),
  },
  plain('mean_absolute_percentage_error', ['mape', 'MAPE'], 'Mean of the absolute differences in percent of the target.', regression),
  plain('mean_squared_logarithmic_error', ['msle', 'MSLE'], 'Squared differences of logarithms: what counts is the ratio.', regression),
  plain('log_cosh', ['logcosh'], 'Nearly squared for small differences, nearly absolute for large ones.', regression),
  plain('cosine_similarity', [], 'The angle between target and output alone: -1 where they point the same way.', regression),
  plain('hinge', [], 'For targets -1 and 1 (or 0 and 1): only answers within the margin cost.', hinge),
  plain('squared_hinge', [], 'The square of the hinge.', hinge),
  plain('categorical_hinge', [], 'For one-hot targets: the right class is to be above all others by a margin.', hinge),
  plain('kl_divergence', ['kld', 'KLD', 'kullback_leibler_divergence'], 'How far two distributions are apart.', probabilistic),
  plain('poisson', [], 'For counts: the output is the expected number.', probabilistic),
];

/** `mean_squared_error`: `MeanSquaredError`. */
function className(name: string): string {
  return name.replace('kl_', 'KL_').replaceAll(/(?:^|_)([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A loss without arguments. */
function plain(name: string, more: readonly string[], help: string, page: (name: string) => string): Named {
  return { name, aliases: [className(name), ...more], fields: [], help, doc: page(className(name)) };
}
