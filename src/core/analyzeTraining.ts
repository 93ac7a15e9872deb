import { fieldDiagnostic } from './analyzeLayer';
import type { Diagnostic } from './diagnostics';
import type { Design, Json, JsonObject, TrainingSection } from './document';
import { isObject } from './layers/readFields';
import { isProblem, resolveNamed } from './layers/registries';
import { suggest } from './suggest';
import { valueFor } from './training/each';
import { logKeys } from './training/logKeys';
import { isPenalized } from './training/penalties';
import { phaseFields } from './training/phases';
import { weightsFields } from './training/weights';
import { checkTraining, DATA_KEYS, TRAINING_KEYS } from './training/section';

/** Names and values of the training section, and what it needs before training can start. `outputs`: names of the model's. */
export function analyzeTraining({ training = {}, layers }: Design, outputs: readonly string[], diagnostics: Diagnostic[]): void {
  const section = training as JsonObject;
  for (const problem of checkTraining(section)) {
    const diagnostic = fieldDiagnostic(problem, ['training']);
    diagnostics.push(diagnostic.code === 'field.unknown' ? unknownKey(diagnostic) : diagnostic);
  }
  const { data } = section;
  if (data === undefined) missing('data', diagnostics);
  else if (isObject(data) && data.dataset === undefined) {
    if (data.inputs === undefined) missing('data.dataset', diagnostics);
    else if (data.targets === undefined && !makesTargets(data.target, outputs)) missing('data.targets', diagnostics);
  }
  checkMonitors(training, logKeys(training, outputs, isPenalized(layers)), diagnostics);
  // The optimizer has a default, as in Keras.
  if (section.loss === undefined) missing('loss', diagnostics);
}

/** Whether every output's target is made of the samples themselves. */
const makesTargets = (target: Json | undefined, outputs: readonly string[]): boolean =>
  outputs.length === 0 ? target !== undefined : outputs.every((name) => valueFor(target, name) !== undefined);

/** What callbacks watch has to be there at the end of an epoch. */
function checkMonitors(training: TrainingSection, known: readonly string[], diagnostics: Diagnostic[]): void {
  const { callbacks } = training as JsonObject;
  if (!Array.isArray(callbacks)) return;
  callbacks.forEach((callback: Json, i) => {
    const resolved = resolveNamed('callback', callback);
    const monitor = isProblem(resolved) ? undefined : resolved.values.monitor;
    if (isProblem(resolved) || typeof monitor !== 'string' || known.includes(monitor)) return;
    const validation = monitor.startsWith('val_') && known.includes(monitor.slice('val_'.length));
    const written = isObject(callback) && 'monitor' in callback;
    diagnostics.push({
      code: 'training.unknown-monitor',
      severity: 'error',
      facts: { callback: resolved.entry.name, monitor, validation, known, suggestion: suggest(monitor, known) },
      place: { path: ['training', 'callbacks', i, ...(written ? ['monitor'] : [])] },
    });
  });
}

/** The shapes are right without it, so it is no error: training says it again when it is asked for. */
function missing(field: string, diagnostics: Diagnostic[]): void {
  const path = ['training', ...field.split('.').slice(0, -1)];
  diagnostics.push({ code: 'training.missing', severity: 'warning', facts: { field }, place: { path, key: true } });
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  training: TRAINING_KEYS,
  phase: phaseFields.map(({ name }) => name),
  weights: weightsFields.map(({ name }) => name),
  data: DATA_KEYS,
};

/** Keys of the section itself may be anybody's; those of an optimizer or a loss are arguments of Keras. */
function unknownKey(diagnostic: Extract<Diagnostic, { code: 'field.unknown' }>): Diagnostic {
  const { type, field, suggestion } = diagnostic.facts;
  const known = KNOWN[type];
  if (!known) return diagnostic;
  return { ...diagnostic, code: 'format.unknown-key', severity: 'warning', facts: { key: field, known, suggestion } };
}
