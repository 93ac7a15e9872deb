import * as l10n from '@vscode/l10n';
import type { Design, Json, JsonObject, Layer, TrainingSection } from '../document';

/** A value of the design that became another one. */
export interface DesignChange {
  /** Where it is: `batch_size`, `optimizer.learning_rate`, `drop1.rate`. */
  readonly path: string;
  /** Absent: the default. */
  readonly from?: Json;
  readonly to?: Json;
}

/** What has changed between two designs. */
export interface DesignChanges {
  /** What a run that waits can go on with: its weights fit all the same. */
  readonly taken: readonly DesignChange[];
  /** What it cannot. */
  readonly refused: readonly DesignChange[];
}

/** Fields of layers that only say how much is left to chance while training. */
const CHANCES = new Set(['rate', 'dropout', 'recurrent_dropout', 'stddev']);
/** The path of a layer that came or went; its name is the value. */
const LAYERS = 'layers';
/** What says nothing about the run that is under way. */
const SILENT = new Set(['name', 'inputs']);

/**
 * What of a changed design a run can take up in the middle: numbers of the optimizer, the batch size, how many epochs
 * there are, dropout and noise, and which layers learn. Layers are the same by name.
 */
export function changesBetween(before: Design, after: Design): DesignChanges {
  const outputs = same(before.outputs, after.outputs) ? [] : [{ path: 'outputs', from: listed(before), to: listed(after), fits: false }];
  const all = [...layerChanges(before.layers, after.layers), ...outputs, ...trainingChanges(before.training ?? {}, after.training ?? {})];
  const plain = all.map(({ fits: _fits, ...change }) => change);
  return { taken: plain.filter((_, i) => all[i]!.fits), refused: plain.filter((_, i) => !all[i]!.fits) };
}

/** `learning_rate 0.01 → 0.001`, `hidden1 frozen`, `−drop1`. */
export function changeInWords({ path, from, to }: DesignChange): string {
  const parts = path.split('.');
  if (parts.at(-1) === 'trainable')
    return to === false ? l10n.t`${parts.slice(0, -1).join('.')} frozen` : l10n.t`${parts.slice(0, -1).join('.')} learns again`;
  if (path === LAYERS) return from === undefined ? `+${short(to)}` : `−${short(from)}`;
  const name = parts[0] === 'optimizer' && parts.length > 1 ? parts.slice(1).join(' ') : parts.join(' ');
  const [was, now] = [short(from), short(to)];
  // Two schedules of one kind differ in their numbers.
  return was === now ? `${name} ${JSON.stringify(from)} → ${JSON.stringify(to)}` : `${name} ${was} → ${now}`;
}

const listed = ({ outputs }: Design): string => (outputs ? outputs.join(', ') : 'default');

interface Change extends DesignChange {
  readonly fits: boolean;
}

function layerChanges(before: readonly Layer[], after: readonly Layer[]): Change[] {
  const old = new Map(before.map((layer) => [layer.name, layer]));
  const now = new Map(after.map((layer) => [layer.name, layer]));
  const order = (layers: readonly Layer[]) => layers.map(({ name, inputs }) => [name, inputs ?? null]);
  const gone = before.filter(({ name }) => !now.has(name)).map(({ name }) => ({ path: LAYERS, from: name, fits: false }));
  const fresh = after.filter(({ name }) => !old.has(name)).map(({ name }) => ({ path: LAYERS, to: name, fits: false }));
  const moved = gone.length + fresh.length === 0 && !same(order(before), order(after)) ? [{ path: 'inputs', fits: false }] : [];
  const fields = after.flatMap((layer) => {
    const was = old.get(layer.name);
    return was ? leaves(was as JsonObject, layer as JsonObject, layer.name, (key) => CHANCES.has(key) || key === 'trainable') : [];
  });
  return [...gone, ...fresh, ...moved, ...fields];
}

function trainingChanges(before: TrainingSection, after: TrainingSection): Change[] {
  const { optimizer: oldOptimizer, phases: oldPhases, ...old } = before;
  const { optimizer, phases, ...now } = after;
  const fits = (key: string) => key === 'batch_size' || (key === 'epochs' && !phases && !oldPhases);
  return [
    ...leaves(old as JsonObject, now as JsonObject, '', fits),
    ...optimizerChanges(oldOptimizer, optimizer, 'optimizer'),
    ...phaseChanges(oldPhases, phases),
  ];
}

/** Numbers of the same optimizer fit, another optimizer does not. */
function optimizerChanges(before: Json | undefined, after: Json | undefined, path: string): Change[] {
  const [old, now] = [asObject(before), asObject(after)];
  if (old.type !== now.type) return [{ path, from: before, to: after, fits: false }];
  return leaves(old, now, path, () => true);
}

function phaseChanges(before: TrainingSection['phases'], after: TrainingSection['phases']): Change[] {
  const [old, now] = [before ?? [], after ?? []];
  if (old.length !== now.length) return [{ path: 'phases', from: old.length, to: now.length, fits: false }];
  return now.flatMap((phase, i) => {
    const { optimizer: oldOptimizer, ...oldRest } = old[i]!;
    const { optimizer, ...rest } = phase;
    const path = `phases.${i + 1}`;
    return [...leaves(oldRest, rest, path, (key) => key === 'freeze'), ...optimizerChanges(oldOptimizer, optimizer, `${path}.optimizer`)];
  });
}

function leaves(before: JsonObject, after: JsonObject, path: string, fits: (key: string) => boolean): Change[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const [from, to] = [before[key], after[key]];
    if (same(from, to) || SILENT.has(key)) return [];
    return [{ path: path ? `${path}.${key}` : key, ...(from !== undefined && { from }), ...(to !== undefined && { to }), fits: fits(key) }];
  });
}

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : { type: value ?? null };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function short(value: Json | undefined): string {
  if (value === undefined) return 'default';
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && 'type' in value && typeof value.type === 'string')
    return value.type;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
