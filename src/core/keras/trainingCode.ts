import type { DataSection, Design, Json, JsonObject, TrainingSection } from '../document';
import { isObject } from '../layers/readFields';
import { datasets } from '../training/datasets';
import { classCall, named } from './calls';
import { assign, call, keyword, list, literal, print, type Code } from './python';

/** Callbacks whose arguments are Keras's; the others are about the folder of a run. */
const CALLBACKS: ReadonlySet<string> = new Set(['EarlyStopping', 'ReduceLROnPlateau', 'TerminateOnNaN']);

const configured = (value: Json): JsonObject & { readonly type: string } => {
  const object = isObject(value) ? value : { type: value };
  return { ...object, type: typeof object.type === 'string' ? object.type : '' };
};

/** `model.compile(…)`. */
export function compileLines(training: TrainingSection): string[] {
  const { type, exclude_from_weight_decay: excluded, ...given } = configured(training.optimizer ?? 'RMSprop');
  const rate = given.learning_rate;
  const oneCycle = isObject(rate) && rate.type === 'OneCycle';
  const optimizer = classCall('optimizer', type, oneCycle ? { ...given, learning_rate: rate.max_learning_rate ?? 0 } : given);
  const exclusions = Array.isArray(excluded) && excluded.length > 0;
  const compile = call(
    'model.compile',
    keyword('loss', named('loss', training.loss ?? null)),
    keyword('optimizer', exclusions ? 'optimizer' : optimizer),
    ...(training.metrics?.length ? [keyword('metrics', list(training.metrics.map(metric)))] : []),
  );
  return [
    ...(oneCycle ? ['# Keras has no 1cycle schedule: this is its largest learning rate.'] : []),
    ...(exclusions
      ? [
          print(assign('optimizer', optimizer)),
          print(call('optimizer.exclude_from_weight_decay', keyword('var_names', list((excluded as Json[]).map(literal))))),
        ]
      : []),
    print(compile),
  ];
}

/** Keras gives one F1 score for each class, unless it is told how to average them. */
function metric(value: Json): Code {
  const { type, ...given } = configured(value);
  return /^(f1_score|F1Score)$/.test(type) ? classCall('metric', type, { average: 'macro', ...given }) : named('metric', value);
}

/** Reading the data, `model.fit(…)` and what comes after it, in the order in which it runs. */
export function fitLines(training: TrainingSection, inputShape: readonly (number | null)[]): string[] {
  const { data = {}, batch_size, epochs, callbacks = [], class_weight, shuffle, phases } = training;
  const known = callbacks.map(configured).filter(({ type }) => CALLBACKS.has(type));
  const fit = call(
    'model.fit',
    'x_train',
    'y_train',
    ...(batch_size === undefined ? [] : [keyword('batch_size', literal(batch_size))]),
    ...(epochs === undefined ? [] : [keyword('epochs', literal(epochs))]),
    ...(data.validation ? [keyword('validation_data', '(x_valid, y_valid)')] : []),
    ...(shuffle === false ? [keyword('shuffle', 'False')] : []),
    ...(class_weight ? [keyword('class_weight', classWeights(class_weight))] : []),
    ...(known.length > 0 ? [keyword('callbacks', list(known.map(({ type, ...given }) => classCall('callback', type, given))))] : []),
  );
  return [
    ...dataLines(data, inputShape),
    ...(phases?.length ? [`# Layerwise trains this in ${phases.length} phases, with some layers frozen; here all at once.`] : []),
    print(fit, INDENT),
    ...(data.dataset === undefined ? [] : ['model.evaluate(x_test, y_test)']),
  ];
}

const INDENT = 4;

const classWeights = (weights: readonly number[]): Code => ({
  open: '{',
  items: weights.map((weight, i) => `${i}: ${weight}`),
  close: '}',
});

function dataLines(data: DataSection, inputShape: readonly (number | null)[]): string[] {
  const dataset = datasets.find(({ name }) => name === data.dataset);
  const parts = ['x_train', ...(data.validation ? ['x_valid'] : []), ...(dataset ? ['x_test'] : [])];
  const each = (change: (name: string) => string): string[] => parts.map((name) => `${name} = ${change(name)}`);
  const reshaped = dataset && dataset.shape.join() !== inputShape.join();
  return [
    ...(dataset
      ? [`(x_train, y_train), (x_test, y_test) = keras.datasets.${dataset.name}.load_data()`]
      : [`x_train = ${load(data.inputs, 'x_train')}`, `y_train = ${load(data.targets, 'y_train')}`]),
    ...cutLines(data),
    ...(data.scale === undefined || data.scale === 1 ? [] : each((name) => `${name} ${scaling(data.scale!)}`)),
    ...(data.standardize === 'per_pixel'
      ? [
          'mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)',
          'deviation[deviation == 0] = 1',
          ...each((name) => `(${name} - mean) / deviation`),
        ]
      : []),
    ...(reshaped ? each((name) => `${name}.reshape(-1, *model.input_shape[1:])`) : []),
  ];
}

/** `"1/255"` divides by 255. */
function scaling(scale: number | string): string {
  const [, divisor] = /^\s*1\s*\/\s*([\d.e+-]+)\s*$/i.exec(String(scale)) ?? [];
  return divisor ? `/ ${divisor}` : `* (${String(scale).trim()})`;
}

/** The lines that keep some of the samples for validation. */
function cutLines({ validation }: DataSection): string[] {
  if (!validation) return [];
  if ('inputs' in validation) return [`x_valid = ${load(validation.inputs, 'x_train')}`, `y_valid = ${load(validation.targets, 'y_train')}`]; // prettier-ignore
  const share = 'first_fraction' in validation ? validation.first_fraction : 'last_fraction' in validation ? validation.last_fraction : 0;
  const first = 'first' in validation || 'first_fraction' in validation;
  const size = 'first' in validation ? validation.first : 'last' in validation ? validation.last : undefined;
  const count = size === undefined ? 'count' : String(size);
  const [kept, rest] = first ? [`[:${count}]`, `[${count}:]`] : [`[-${count}:]`, `[:-${count}]`];
  return [
    ...(size === undefined ? [`count = len(x_train) - int(len(x_train) * (1 - ${share}))`] : []),
    `x_valid, x_train = x_train${kept}, x_train${rest}`,
    `y_valid, y_train = y_train${kept}, y_train${rest}`,
  ];
}

/** What reads a file of the design's. */
function load(name: string | undefined, key: string): string {
  const [, archive, chosen = key] = /^(.*\.npz)(?:#(.+))?$/is.exec(name ?? '') ?? [];
  if (archive) return `numpy.load(${JSON.stringify(archive)})[${JSON.stringify(chosen)}]`;
  return `${isNpy(name) ? 'numpy.load' : 'read_idx'}(${JSON.stringify(name ?? '')})`;
}

const isNpy = (name: string | undefined): boolean => /\.npy$/i.test(name ?? '');

/** What a program has to import for its data, and the function that reads IDX files where there are any. */
export function dataNeeds({ training }: Design): { readonly numpy: boolean; readonly idx: boolean } {
  const { dataset, inputs, targets, validation } = training?.data ?? {};
  const files = dataset === undefined ? [inputs, targets] : [];
  if (validation && 'inputs' in validation) files.push(validation.inputs, validation.targets);
  const idx = files.some((file) => file !== undefined && !isNpy(file) && !/\.npz(#.+)?$/i.test(file));
  return { numpy: files.length > 0, idx };
}
