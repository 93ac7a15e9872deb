import type { Field, Named } from '../layers/fields';

const monitor = (preset: string | null, help: string): Field => ({
  name: 'monitor',
  value: { kind: 'string' },
  default: preset,
  nullable: preset === null,
  group: 'essentials',
  help,
});
const WATCHED = 'The value of each epoch that is watched: loss or a metric, with val_ before it on the validation part.';
const mode: Field = {
  name: 'mode',
  value: { kind: 'choice', choices: ['auto', 'min', 'max'] },
  default: 'auto',
  group: 'advanced',
  help: 'Whether a smaller or a larger value is better; auto: what the name says.',
};
const whole = (name: string, preset: number | null, help: string, minimum = 0): Field => ({
  name,
  value: { kind: 'integer', minimum },
  default: preset,
  nullable: preset === null,
  group: 'essentials',
  help,
});
const patience = (preset: number, what: string): Field => whole('patience', preset, `Epochs without improvement ${what}.`);
const minDelta = (preset: number): Field => ({
  name: 'min_delta',
  value: { kind: 'number', minimum: 0 },
  default: preset,
  group: 'advanced',
  help: 'What a value has to be better by to count as an improvement.',
});
const text = (name: string, preset: string, help: string): Field => ({
  name,
  value: { kind: 'string' },
  default: preset,
  group: 'essentials',
  help,
});
const doc = (name: string): string => `https://keras.io/api/callbacks/${name}/`;

/** What is done beside the steps, with Keras's names and defaults; the best and the last weights are saved without any. */
export const callbacks: readonly Named[] = [
  {
    name: 'EarlyStopping',
    aliases: ['early_stopping'],
    fields: [
      monitor('val_loss', WATCHED),
      patience(0, 'after which training ends'),
      {
        name: 'restore_best_weights',
        value: { kind: 'boolean' },
        default: false,
        group: 'essentials',
        help: 'Take the weights of the best epoch in the end, instead of the last ones.',
      },
      minDelta(0),
      mode,
      {
        name: 'baseline',
        value: { kind: 'number' },
        default: null,
        nullable: true,
        group: 'advanced',
        help: 'What a value must be better than for the wait to begin anew.',
      },
      { ...whole('start_from_epoch', 0, 'Epochs before anything is watched.'), group: 'advanced' },
    ],
    help: 'Ends training where the watched value no longer improves.',
    doc: doc('early_stopping'),
  },
  {
    name: 'ReduceLROnPlateau',
    aliases: ['reduce_lr_on_plateau'],
    fields: [
      monitor('val_loss', WATCHED),
      {
        name: 'factor',
        value: { kind: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
        default: 0.1,
        group: 'essentials',
        help: 'The learning rate is multiplied by this.',
      },
      patience(10, 'after which the learning rate is reduced'),
      minDelta(1e-4),
      mode,
      { ...whole('cooldown', 0, 'Epochs after a reduction before anything is watched again.'), group: 'advanced' },
      {
        name: 'min_lr',
        value: { kind: 'number', minimum: 0 },
        default: 0,
        group: 'advanced',
        help: 'The learning rate gets no smaller.',
      },
    ],
    help: 'Makes the learning rate smaller where the watched value no longer improves: performance scheduling.',
    doc: doc('reduce_lr_on_plateau'),
  },
  {
    name: 'ModelCheckpoint',
    aliases: ['checkpoint'],
    fields: [
      monitor(null, 'What the best weights are chosen by; null: val_loss, and loss where nothing is kept for validation.'),
      mode,
      whole('every', null, 'Weights are saved beside the best and the last ones after each of so many epochs.', 1),
    ],
    help: 'Which weights are saved. Without it: the best and the last.',
    doc: doc('model_checkpoint'),
  },
  {
    name: 'TerminateOnNaN',
    aliases: ['terminate_on_nan'],
    fields: [],
    help: 'Ends training at the first loss that is no number.',
    doc: doc('terminate_on_nan'),
  },
  {
    name: 'CSVLogger',
    aliases: ['csv_log'],
    fields: [
      text('filename', 'training.csv', "A file in the run's folder."),
      { ...text('separator', ',', 'What stands between two values.'), group: 'advanced' },
    ],
    help: 'Writes the values of each epoch as a table.',
    doc: doc('csv_logger'),
  },
  {
    name: 'TensorBoard',
    aliases: ['tensorboard'],
    fields: [text('log_dir', 'tensorboard', "A folder in the run's folder.")],
    help: 'Writes the values of each epoch as TensorBoard reads them.',
    doc: doc('tensorboard'),
  },
];
