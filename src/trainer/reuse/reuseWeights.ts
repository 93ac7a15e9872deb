import * as tf from '@tensorflow/tfjs-core';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LayerReuse, WeightsReused } from '../../core/training/events';
import { runFolderName } from '../../core/training/runName';
import type { WeightsSection } from '../../core/training/weights';
import { RUN_FILES, type RunRecord } from '../../protocol/runFolder';
import type { RunSteps } from '../capture/makeSteps';
import { readCheckpoint } from '../checkpoints';
import { Failure } from '../failure';
import type { Learner } from '../learning/learner';
import type { Safetensors } from '../safetensors';
import { matchWeights, overlay } from './matchWeights';

/** Weights that a design wants to begin with, read. */
export interface SourceWeights extends Safetensors {
  readonly section: WeightsSection;
  /** Absolute. */
  readonly file: string;
}

/** @param folder of the design; rejects with a `Failure` where the weights cannot be read */
export async function readSourceWeights(section: WeightsSection, folder: string): Promise<SourceWeights> {
  const file = await findSourceWeights(section, folder);
  return { ...(await readCheckpoint(file)), section, file };
}

/** The file that those weights are in; rejects with a `Failure` where there is none. */
export async function findSourceWeights(section: WeightsSection, folder: string): Promise<string> {
  const from = section.from ?? '';
  const places = [path.resolve(folder, from), ...(await runsNamed(from, folder))];
  const files = places.flatMap((place) => [
    path.join(place, RUN_FILES.checkpoints, 'best.safetensors'),
    path.join(place, RUN_FILES.checkpoints, 'last.safetensors'),
    place,
  ]);
  for (const file of files) {
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile()) return file;
  }
  const reason = `The design begins with the weights of "${from}".`;
  if (await stat(path.resolve(folder, `${from}.layerwise.json`)).catch(() => undefined))
    throw new Failure(places.length > 1 ? `No run of ${from} has saved weights yet.` : `${from} has not been trained yet.`, {
      reason,
      next: `Train ${from} first, to the end of an epoch.`,
    });
  throw new Failure(`There are no weights in ${places[0]}.`, {
    reason,
    next: 'Name a design that has been trained, the folder of a run that has saved weights, or a file of weights, in "weights": { "from": … }.',
  });
}

/** Folders of runs with that id, or of the design of that name, the newest first: below the design's folder and those above it. */
export async function runsNamed(name: string, folder: string): Promise<string[]> {
  const found: { readonly id: string; readonly place: string }[] = [];
  for (let base = folder; ; base = path.dirname(base)) {
    const runs = path.join(base, '.layerwise', 'runs');
    for (const id of await readdir(runs).catch(() => [])) if (await isRunOf(path.join(runs, id), id, name)) found.push({ id, place: path.join(runs, id) }); // prettier-ignore
    if (base === path.dirname(base)) break;
  }
  return found.sort((a, b) => b.id.localeCompare(a.id)).map(({ place }) => place);
}

/** `runFolderName` makes such names, a number behind them where there is one already; whose `greedy-1` is says the record. */
async function isRunOf(folder: string, id: string, name: string): Promise<boolean> {
  const [, named] = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-(.+)$/.exec(id) ?? [];
  if (id === name) return true;
  const plain = runFolderName(new Date(), name).slice('2026-11-22T12-30-05-'.length);
  if (named === undefined || (named !== plain && named.replace(/-\d+$/, '') !== plain)) return false;
  const record = await readFile(path.join(folder, RUN_FILES.record), 'utf8').catch(() => undefined);
  return record === undefined || nameIn(record) === name;
}

function nameIn(record: string): string | undefined {
  try {
    return (JSON.parse(record) as Partial<RunRecord>).name;
  } catch {
    return undefined;
  }
}

/**
 * Gives a model the weights that its design wants to begin with, and says of each layer what became of it. Fails where
 * nothing fits, or where a layer that the design asks for does not.
 */
export function reuseWeights({ arrays, metadata, section, file }: SourceWeights, learner: Learner, steps: RunSteps): WeightsReused {
  const { weights } = learner.model;
  const targets = weights.map(({ path: name, layer, variable }) => ({ path: name, layer, shape: variable.shape }));
  const { layers, taken } = matchWeights(arrays, targets, section);
  const refused = layers.filter(({ outcome }) => outcome === 'refused');
  if (taken.size === 0 || (section.layers && refused.length > 0))
    throw new Failure(
      taken.size === 0
        ? `No layer of this design fits the weights in ${file}.`
        : `The weights in ${file} do not fit ${refused.map(({ name }) => name).join(', ')}.`,
      {
        reason: refused.length > 0 ? refused.map(shapesInWords).join(' ') : 'They belong to layers of other names.',
        next: 'Layers are the same by name and shapes. Name those that fit in "layers", or set "resize": true to take what both have in common.',
      },
    );
  steps.store();
  for (const { path: name, variable } of weights) {
    const array = taken.get(name);
    if (!array) continue;
    const values = (variable.dataSync() as Float32Array).slice();
    overlay(values, variable.shape, array);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  steps.load();
  return { type: 'weights', from: file, ...(metadata.epoch !== undefined && { epoch: Number(metadata.epoch) }), layers };
}

function shapesInWords({ name, shapes = [] }: LayerReuse): string {
  const words = shapes.map(({ weight, before, now }) =>
    before ? `${weight} is [${before.join(', ')}] there and [${now.join(', ')}] here` : `${weight} is not there`,
  );
  return `${name}: ${words.join('; ')}.`;
}
