import type { Configured, Json, JsonObject, TrainingSection } from '../document';
import { isObject } from '../layers/readFields';
import { isByName, lossWeightOf, valueFor } from '../training/each';
import { classCall, named } from './calls';
import { assign, call, keyword, list, literal, print, record, type Code } from './python';

/** An Input layer or an output of the model. */
export interface ProgramEnd {
  readonly name: string;
  /** What the program calls it. */
  readonly keras: string;
  /** Of one sample. */
  readonly shape: readonly (number | null)[];
}

export const configured = (value: Json): JsonObject & { readonly type: string } => {
  const object = isObject(value) ? value : { type: value };
  return { ...object, type: typeof object.type === 'string' ? object.type : '' };
};

/** `model.compile(…)`. */
export function compileLines(training: TrainingSection, outputs: readonly ProgramEnd[]): string[] {
  const { type, exclude_from_weight_decay: excluded, ...given } = configured(training.optimizer ?? 'RMSprop');
  const rate = given.learning_rate;
  const oneCycle = isObject(rate) && rate.type === 'OneCycle';
  const optimizer = classCall('optimizer', type, oneCycle ? { ...given, learning_rate: rate.max_learning_rate ?? 0 } : given);
  const exclusions = Array.isArray(excluded) && excluded.length > 0;
  const compile = call(
    'model.compile',
    keyword('loss', lossCode(training, outputs)),
    ...lossWeights(training, outputs),
    keyword('optimizer', exclusions ? 'optimizer' : optimizer),
    ...metricsCode(training, outputs),
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

function lossCode({ loss }: TrainingSection, outputs: readonly ProgramEnd[]): Code {
  const of = (name: string): Code => named('loss', valueFor<Configured>(loss, name) ?? null);
  if (outputs.length > 1 && isByName(loss)) return record(outputs.map(({ name, keras }) => [keras, of(name)]));
  return of(outputs[0]?.name ?? '');
}

/** Keras wants the weights of all losses where it is told of one. */
function lossWeights({ loss_weights: weights }: TrainingSection, outputs: readonly ProgramEnd[]): Code[] {
  if (!weights || Object.keys(weights).length === 0) return [];
  if (outputs.length === 1) return [keyword('loss_weights', float(lossWeightOf(weights, outputs[0]!.name)))];
  return [keyword('loss_weights', record(outputs.map(({ name, keras }) => [keras, float(lossWeightOf(weights, name))])))];
}

const float = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

/** A list for all is written for each output: Keras takes one entry of it for each. */
function metricsCode({ metrics }: TrainingSection, outputs: readonly ProgramEnd[]): Code[] {
  const lists = outputs.map(({ name, keras }) => [keras, (valueFor<readonly Configured[]>(metrics, name) ?? []).map(metric)] as const);
  const chosen = lists.filter(([, of]) => of.length > 0);
  if (chosen.length === 0) return [];
  return [keyword('metrics', outputs.length === 1 ? list(chosen[0]![1]) : record(chosen.map(([keras, of]) => [keras, list(of)])))];
}

/** Keras gives one F1 score for each class, unless it is told how to average them. */
function metric(value: Json): Code {
  const { type, ...given } = configured(value);
  return /^(f1_score|F1Score)$/.test(type) ? classCall('metric', type, { average: 'macro', ...given }) : named('metric', value);
}
