import type { Json, JsonObject, TrainingSection } from '../../document';
import type { RegistryName } from '../../layers/fields';
import { isObject } from '../../layers/readFields';
import { isProblem, resolveNamed } from '../../layers/registries';
import { isByName } from '../../training/each';
import { className, MODULES } from '../calls';
import { configOf, kerasObject, namedObject, type Dialect } from './objects';

/** Optimizer, loss and metrics as Keras's files have them, and what they have no place for. */
export interface Compiled {
  /** Absent: the design has no loss, so that the model is not compiled. */
  readonly config?: JsonObject;
  /** Sentences. */
  readonly notes: readonly string[];
}

/** @param dialect of Keras; TensorFlow.js is told nothing of training */
export function compileConfig(dialect: Exclude<Dialect, 'tfjs'>, training: TrainingSection | undefined): Compiled {
  if (training?.loss === undefined) return { notes: [] };
  const { optimizer, notes } = optimizerObject(dialect, training.optimizer ?? 'RMSprop');
  const section = training as JsonObject;
  const metrics =
    section.metrics === undefined
      ? null
      : perOutput(section.metrics, (value) => listOf(value).map((metric) => choice(dialect, 'metric', metric)));
  const common = {
    loss: perOutput(section.loss!, (value) => choice(dialect, 'loss', value)),
    metrics,
    loss_weights: section.loss_weights ?? null,
    weighted_metrics: null,
  };
  const config: JsonObject =
    dialect === 'keras3'
      ? { optimizer, ...common, run_eagerly: false, steps_per_execution: 1, jit_compile: false }
      : { ...common, optimizer_config: optimizer };
  return { config, notes };
}

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [value]);

/** One value for all outputs, or an object with one for each. */
const perOutput = (value: Json, write: (value: Json) => Json): Json =>
  isByName(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, write(one)])) : write(value);

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
