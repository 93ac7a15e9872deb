import path from 'node:path';
import type { JsonObject } from '../../../src/core/document';
import type { RunEvent } from '../../../src/core/training/events';
import type { RunOptions } from '../../../src/protocol/trainer';
import { makeIdx, temporaryFolder, write } from './data/makeFiles';

const FEATURES = 6;
const CLASSES = 3;

/** A folder with samples that can be learned, and a small design that learns from them. */
export interface TinyDesign {
  readonly folder: string;
  readonly designPath: string;
  options(more?: Partial<RunOptions>): RunOptions;
}

/** `layers` and `training` take the place of what the design has. */
export function tinyDesign(
  samples: number,
  { layers, training }: { layers?: readonly JsonObject[]; training?: JsonObject } = {},
): TinyDesign {
  const folder = temporaryFolder();
  const inputs = Uint8Array.from({ length: samples * FEATURES }, (_, i) => (i * 7919 + Math.floor(i / FEATURES) * 104729) % 251);
  // The class is that of the largest of the first three values.
  const targets = Uint8Array.from({ length: samples }, (_, i) => {
    const values = [...inputs.subarray(i * FEATURES, i * FEATURES + CLASSES)];
    return values.indexOf(Math.max(...values));
  });
  write(folder, 'inputs.idx', makeIdx([samples, FEATURES], inputs));
  write(folder, 'targets.idx', makeIdx([samples], targets));
  const design = {
    layerwise: 1,
    name: 'tiny',
    layers: layers ?? [
      { name: 'in', type: 'Input', shape: [FEATURES] },
      { name: 'hidden', type: 'Dense', units: 8, activation: 'relu' },
      { name: 'bn', type: 'BatchNormalization' },
      { name: 'drop', type: 'Dropout', rate: 0.2 },
      { name: 'classes', type: 'Dense', units: CLASSES, activation: 'softmax' },
    ],
    training: {
      data: { inputs: 'inputs.idx', targets: 'targets.idx', scale: '1/255', validation: { last_fraction: 0.2 } },
      loss: 'sparse_categorical_crossentropy',
      optimizer: { type: 'Adam', learning_rate: 0.01 },
      metrics: ['accuracy'],
      batch_size: 16,
      epochs: 2,
      seed: 7,
      ...training,
    },
  };
  const designPath = path.join(folder, 'tiny.layerwise.json');
  let runs = 0;
  return {
    folder,
    designPath,
    options: (more) => ({
      designPath,
      designText: JSON.stringify(design),
      folder: path.join(folder, `run${runs++}`),
      runtime: 'cpu',
      ...more,
    }),
  };
}

/** The event of that type that came first. */
export function first<Type extends RunEvent['type']>(
  events: readonly RunEvent[],
  type: Type,
): Extract<RunEvent, { type: Type }> | undefined {
  return events.find((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}

/** All events of that type. */
export function all<Type extends RunEvent['type']>(events: readonly RunEvent[], type: Type): Extract<RunEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}
