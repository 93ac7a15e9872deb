import type { Field, Named } from '../layers/fields';

const accuracy = (name: string): string => `https://keras.io/api/metrics/accuracy_metrics/#${name.toLowerCase()}-class`;
const regression = (name: string): string => `https://keras.io/api/metrics/regression_metrics/#${name.toLowerCase()}-class`;

const confusion = (name: string): string => `https://keras.io/api/metrics/classification_metrics/#${name.toLowerCase()}-class`;

const k: Field = {
  name: 'k',
  value: { kind: 'integer', minimum: 1 },
  default: 5,
  group: 'essentials',
  help: 'How many of the first answers count.',
};
const thresholds: Field = {
  name: 'thresholds',
  value: { kind: 'number', minimum: 0, maximum: 1 },
  default: null,
  nullable: true,
  group: 'essentials',
  help: 'Outputs above this count as 1; null: 0.5.',
};
const classId: Field = {
  name: 'class_id',
  value: { kind: 'integer', minimum: 0 },
  default: null,
  nullable: true,
  group: 'essentials',
  help: 'Only this class is looked at; null: all of them.',
};

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
  {
    name: 'root_mean_squared_error',
    aliases: ['RootMeanSquaredError'],
    fields: [],
    help: 'Square root of the mean of the squared differences: in the unit of the targets.',
    doc: regression('RootMeanSquaredError'),
  },
  {
    name: 'cosine_similarity',
    aliases: ['CosineSimilarity'],
    fields: [],
    help: 'How nearly target and output point the same way: 1 at best.',
    doc: regression('CosineSimilarity'),
  },
  {
    name: 'sparse_top_k_categorical_accuracy',
    aliases: ['SparseTopKCategoricalAccuracy'],
    fields: [k],
    help: 'Share of answers that have the right class among the first k; targets are whole numbers.',
    doc: accuracy('SparseTopKCategoricalAccuracy'),
  },
  {
    name: 'top_k_categorical_accuracy',
    aliases: ['TopKCategoricalAccuracy'],
    fields: [k],
    help: 'Share of answers that have the right class among the first k; targets are one-hot.',
    doc: accuracy('TopKCategoricalAccuracy'),
  },
  {
    name: 'precision',
    aliases: ['Precision'],
    fields: [thresholds, classId],
    help: 'Of the outputs above the threshold, the share that is right.',
    doc: confusion('Precision'),
  },
  {
    name: 'recall',
    aliases: ['Recall'],
    fields: [thresholds, classId],
    help: 'Of the targets that are 1, the share whose output is above the threshold.',
    doc: confusion('Recall'),
  },
  {
    name: 'f1_score',
    aliases: ['F1Score'],
    fields: [
      {
        name: 'average',
        value: { kind: 'choice', choices: ['micro', 'macro', 'weighted'] },
        default: 'macro',
        group: 'essentials',
        help: 'Of all classes together, their mean, or their mean by how often they are. Keras has no mean by default, one number for each class.',
      },
      {
        name: 'threshold',
        value: { kind: 'number', exclusiveMinimum: 0, maximum: 1 },
        default: null,
        nullable: true,
        group: 'essentials',
        help: 'Outputs above this count as 1; null: the largest one does.',
      },
    ],
    help: 'The harmonic mean of precision and recall.',
    doc: 'https://keras.io/api/metrics/classification_metrics/#f1score-class',
  },
  {
    name: 'auc',
    aliases: ['AUC'],
    fields: [
      {
        name: 'num_thresholds',
        value: { kind: 'integer', minimum: 2 },
        default: 200,
        group: 'essentials',
        help: 'From how many points the curve is drawn; each costs a little in every step.',
      },
      {
        name: 'curve',
        value: { kind: 'choice', choices: ['ROC', 'PR'] },
        default: 'ROC',
        group: 'essentials',
        help: 'True over false positives, or precision over recall.',
      },
      {
        name: 'summation_method',
        value: { kind: 'choice', choices: ['interpolation', 'minoring', 'majoring'] },
        default: 'interpolation',
        group: 'advanced',
        help: 'What is taken between two points: a line, the lower or the higher one.',
      },
      {
        name: 'from_logits',
        value: { kind: 'boolean' },
        default: false,
        group: 'advanced',
        help: 'The model gives logits: they go through sigmoid first.',
      },
    ],
    help: 'Area under the curve: how well outputs for 1 are above those for 0, whatever the threshold.',
    doc: confusion('AUC'),
  },
];
