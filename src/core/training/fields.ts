import type { Field } from '../layers/fields';

/** Of several inputs or outputs each can have its own. */
const INPUT = { of: 'input' } as const;
const OUTPUT = { of: 'output' } as const;

/**
 * The fields of a design's `training` section and of its `data`. Validation, the JSON schema and the training form all
 * read them here. `data` itself and `data.validation` are objects and have rules of their own.
 */
export const trainingFields: readonly Field[] = [
  {
    name: 'loss',
    value: { kind: 'named', registry: 'loss' },
    each: OUTPUT,
    group: 'essentials',
    help: 'What training makes small; of several outputs each can have its own, by name.',
  },
  {
    name: 'loss_weights',
    value: { kind: 'number', minimum: 0 },
    each: { of: 'output', only: true },
    default: null,
    nullable: true,
    group: 'essentials',
    help: 'How much the loss of each output counts in the whole, by name; 1 where nothing is said.',
  },
  {
    name: 'optimizer',
    value: { kind: 'named', registry: 'optimizer' },
    default: 'RMSprop',
    group: 'essentials',
    help: 'How the weights follow their gradients.',
  },
  {
    name: 'metrics',
    value: { kind: 'namedList', registry: 'metric' },
    each: OUTPUT,
    default: [],
    group: 'essentials',
    help: 'What is measured besides the loss; a list for all outputs, or one for each by name.',
  },
  {
    name: 'class_weight',
    value: { kind: 'numbers', minimum: 0 },
    each: OUTPUT,
    default: null,
    nullable: true,
    group: 'essentials',
    help: 'How much a sample of class 0, 1, 2 … counts in the loss of training; null, and classes beyond the list: 1.',
  },
  {
    name: 'batch_size',
    value: { kind: 'integer', minimum: 1 },
    default: 32,
    group: 'essentials',
    help: 'Samples in one step.',
  },
  {
    name: 'epochs',
    value: { kind: 'integer', minimum: 1 },
    default: 1,
    group: 'essentials',
    help: 'How often training goes through all samples.',
  },
  {
    name: 'callbacks',
    value: { kind: 'namedList', registry: 'callback' },
    default: [],
    group: 'essentials',
    help: 'What is done beside the steps: stop early, reduce the learning rate, save, log.',
  },
  {
    name: 'shuffle',
    value: { kind: 'boolean' },
    default: true,
    group: 'advanced',
    help: 'Take the samples in another order in each epoch.',
  },
  {
    name: 'seed',
    value: { kind: 'integer', minimum: 0 },
    default: null,
    group: 'advanced',
    help: 'Makes a run repeatable: first weights, order of samples and dropout follow it. null: a new one for each run.',
  },
];

/** Fields of `training.data`. Either `dataset`, or `inputs` and `targets`. */
export const dataFields: readonly Field[] = [
  {
    name: 'dataset',
    value: { kind: 'named', registry: 'dataset' },
    default: null,
    group: 'essentials',
    help: 'A data set that Layerwise knows by name.',
  },
  {
    name: 'inputs',
    value: { kind: 'string' },
    each: INPUT,
    default: null,
    group: 'essentials',
    help: 'File with the samples (IDX, NPY or NPZ), its path seen from the design; of several Input layers one each, by name.',
  },
  {
    name: 'targets',
    value: { kind: 'string' },
    each: OUTPUT,
    default: null,
    group: 'essentials',
    help: 'File with the answers, its path seen from the design; of several outputs one each, by name.',
  },
  {
    name: 'sample_weights',
    value: { kind: 'string' },
    each: OUTPUT,
    default: null,
    group: 'advanced',
    help: 'File with a number for each sample: how much it counts in the loss; of several outputs one for all, or one each, by name.',
  },
  {
    name: 'scale',
    value: { kind: 'factor' },
    each: INPUT,
    default: null,
    group: 'essentials',
    help: 'Each value is multiplied by this: a number, or a fraction such as "1/255".',
  },
  {
    name: 'standardize',
    value: { kind: 'choice', choices: ['per_pixel'] },
    each: INPUT,
    default: null,
    group: 'essentials',
    help: 'per_pixel: subtract the mean and divide by the deviation of each position, taken from the training part.',
  },
  {
    name: 'classes',
    value: { kind: 'integers', minimum: 0, listed: true },
    each: OUTPUT,
    default: null,
    nullable: true,
    group: 'advanced',
    help: 'Only samples of these classes, which are numbered anew in this order; null: all.',
  },
  {
    name: 'positive',
    value: { kind: 'integers', minimum: 0, listed: true },
    each: OUTPUT,
    default: null,
    nullable: true,
    group: 'advanced',
    help: 'Targets become 1 for these classes and 0 for all others.',
  },
  {
    name: 'class_names',
    value: { kind: 'strings' },
    each: OUTPUT,
    default: null,
    nullable: true,
    group: 'advanced',
    help: 'What the classes 0, 1, 2 … of the file are called, where samples and results are shown.',
  },
  {
    name: 'count',
    value: { kind: 'integer', minimum: 1 },
    default: null,
    nullable: true,
    group: 'advanced',
    help: 'At most so many training samples: the first ones that the validation part leaves.',
  },
  {
    name: 'target',
    value: { kind: 'choice', choices: ['input', 'rotation'] },
    each: OUTPUT,
    default: null,
    group: 'advanced',
    help: 'input: each sample is its own target, as an autoencoder needs it. rotation: each picture is taken four times, turned by 0, 90, 180 and 270 degrees, and the target is how far (0 to 3).',
  },
];

/** Forms of `training.data.validation`: exactly one of them, each with all of its fields. */
export const validationForms: readonly { readonly fields: readonly Field[]; readonly help: string }[] = [
  {
    fields: [{ name: 'first', value: { kind: 'integer', minimum: 1 }, group: 'essentials', help: 'How many samples.' }],
    help: 'The first samples are kept for validation.',
  },
  {
    fields: [{ name: 'last', value: { kind: 'integer', minimum: 1 }, group: 'essentials', help: 'How many samples.' }],
    help: 'The last samples are kept for validation.',
  },
  {
    fields: [
      {
        name: 'first_fraction',
        value: { kind: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
        group: 'essentials',
        help: 'Share of the samples.',
      },
    ],
    help: 'The first part of the samples is kept for validation.',
  },
  {
    fields: [
      {
        name: 'last_fraction',
        value: { kind: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
        group: 'essentials',
        help: 'Share of the samples.',
      },
    ],
    help: 'The last part of the samples is kept for validation.',
  },
  {
    fields: [
      { name: 'inputs', value: { kind: 'string' }, each: INPUT, group: 'essentials', help: 'File with the samples.' },
      { name: 'targets', value: { kind: 'string' }, each: OUTPUT, group: 'essentials', help: 'File with the answers.' },
      {
        name: 'sample_weights',
        value: { kind: 'string' },
        each: OUTPUT,
        default: null,
        group: 'advanced',
        help: 'File with how much each sample counts.',
      },
    ],
    help: 'Files of their own.',
  },
];
