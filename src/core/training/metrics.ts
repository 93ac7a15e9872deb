import type { Named } from '../layers/fields';

const accuracy = (name: string): string => `https://keras.io/api/metrics/accuracy_metrics/#${name.toLowerCase()}-class`;
const regression = (name: string): string => `https://keras.io/api/metrics/regression_metrics/#${name.toLowerCase()}-class`;

/** Metrics. `accuracy` becomes the kind that fits the loss, as in Keras. */
export const metrics: readonly Named[] = [
  {
    name: 'accuracy',
    aliases: ['acc'],
    fields: [],
    help: 'Share of right answers, of the kind that fits the loss.',
    doc: accuracy('Accuracy'),
  },
  {
    name: 'sparse_categorical_accuracy',
    aliases: ['SparseCategoricalAccuracy'],
    fields: [],
    help: 'Share of right classes; targets are whole numbers.',
    doc: accuracy('SparseCategoricalAccuracy'),
  },
  {
    name: 'categorical_accuracy',
    aliases: ['CategoricalAccuracy'],
    fields: [],
    help: 'Share of right classes; targets are one-hot.',
    doc: accuracy('CategoricalAccuracy'),
  },
  {
    name: 'binary_accuracy',
    aliases: ['BinaryAccuracy'],
    fields: [
      {
        name: 'threshold',
        value: { kind: 'number', minimum: 0, maximum: 1 },
        default: 0.5,
        group: 'essentials',
        help: 'Outputs above this count as 1.',
      },
    ],
    help: 'Share of right answers; targets are 0 or 1.',
    doc: accuracy('BinaryAccuracy'),
  },
  {
    name: 'mae',
    aliases: ['mean_absolute_error', 'MeanAbsoluteError', 'MAE'],
    fields: [],
    help: 'Mean of the absolute differences.',
    doc: regression('MeanAbsoluteError'),
  },
  {
    name: 'mse',
    aliases: ['mean_squared_error', 'MeanSquaredError', 'MSE'],
    fields: [],
    help: 'Mean of the squared differences.',
    doc: regression('MeanSquaredError'),
  },
];
