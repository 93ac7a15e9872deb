import type { Json, JsonObject, TrainingSection } from '../../document';
import type { RegistryName } from '../../layers/fields';
import { isObject } from '../../layers/readFields';
import { isProblem, resolveNamed } from '../../layers/registries';
import { isByName, lossWeightOf, valueFor } from '../../training/each';
import { className, MODULES } from '../calls';
import { configOf, kerasObject, namedObject, type Dialect } from './objects';
import { float } from './pythonJson';

/** Optimizer, loss and metrics as Keras's files have them, and what they have no place for. */
export interface Compiled {
  /** Absent: the design has no loss, so that the model is not compiled. */
  readonly config?: JsonObject;
  /** Sentences. */
  readonly notes: readonly string[];
}

/** An output of the model: its name in the design, and in the file. */
export interface WrittenOutput {
  readonly name: string;
  readonly keras: string;
}

/** @param dialect of Keras; TensorFlow.js is told nothing of training */
export function compileConfig(
  dialect: Exclude<Dialect, 'tfjs'>,
  training: TrainingSection | undefined,
  outputs: readonly WrittenOutput[],
): Compiled {
  if (training?.loss === undefined) return { notes: [] };
  const { optimizer, notes } = optimizerObject(dialect, training.optimizer ?? 'RMSprop');
  const { loss = null, metrics, loss_weights: weights } = training as JsonObject;
  const one = (name: string): Json => choice(dialect, 'loss', valueFor<Json>(loss, name) ?? null);
  const lists = outputs.map(({ name, keras }): [string, Json] => [
    keras,
    ((valueFor<Json>(metrics, name) as readonly Json[] | undefined) ?? []).map((metric) => choice(dialect, 'metric', metric)),
  ]);
  const several = outputs.length > 1;
  const common = {
    loss:
      several && isByName(loss) ? Object.fromEntries(outputs.map(({ name, keras }) => [keras, one(name)])) : one(outputs[0]?.name ?? ''),
    // Keras takes one entry of a list for each output: a list for all is written for each.
    metrics:
      metrics === undefined
        ? null
        : several
          ? Object.fromEntries(lists.filter(([, list]) => (list as readonly Json[]).length > 0))
          : (lists[0]?.[1] ?? null),
    loss_weights:
      isObject(weights) && several
        ? Object.fromEntries(outputs.map(({ name, keras }) => [keras, float(lossWeightOf(weights, name))]))
        : null,
    weighted_metrics: null,
  };
  const config: JsonObject =
    dialect === 'keras3'
      ? { optimizer, ...common, run_eagerly: false, steps_per_execution: 1, jit_compile: false }
      : { ...common, optimizer_config: optimizer };
  return { config, notes };
}

/** A name where that says all, else the class with its arguments. Keras gives one F1 score for each class unless it is told otherwise. */
function choice(dialect: Dialect, registry: RegistryName & ('loss' | 'metric'), value: Json): Json {
  const resolved = resolveNamed(registry, value);
  if (isProblem(resolved)) return value;
  const { entry, values } = resolved;
  const plain = !isObject(value) || Object.keys(value).length === 1;
  if (plain && entry.name !== 'f1_score') return entry.name;
  return kerasObject(
    dialect,
    MODULES[registry]!,
    className([entry.name, ...(entry.aliases ?? [])]),
    configOf(dialect, entry.fields, values),
  );
}

function optimizerObject(dialect: Dialect, value: Json): { readonly optimizer: Json; readonly notes: readonly string[] } {
  const given: JsonObject = isObject(value) ? value : { type: value };
  const { exclude_from_weight_decay: excluded, ...plain } = given;
  const rate = plain.learning_rate;
  const oneCycle = isObject(rate) && rate.type === 'OneCycle';
  const resolved = resolveNamed('optimizer', oneCycle ? { ...plain, learning_rate: rate.max_learning_rate ?? 0 } : plain);
  if (isProblem(resolved)) return { optimizer: null, notes: [] };
  const { entry, values } = resolved;
  const fields = entry.fields.filter(({ name }) => name !== 'exclude_from_weight_decay');
  const config = configOf(dialect, fields, values);
  const { learning_rate: chosen = 0 } = values;
  const learning_rate = namedObject(dialect, 'schedule', chosen);
  return {
    optimizer: kerasObject(dialect, 'keras.optimizers', className([entry.name, ...(entry.aliases ?? [])]), { ...config, learning_rate }),
    notes: [
      ...(oneCycle ? ['Keras has no 1cycle schedule: its largest learning rate is written.'] : []),
      ...(Array.isArray(excluded) && excluded.length > 0
        ? ['Keras’s files do not keep which weights are excluded from weight decay: call exclude_from_weight_decay before training there.']
        : []),
    ],
  };
}
