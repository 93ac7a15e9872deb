import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Places } from '../../../src/protocol/places';

/**
 * Where tests look for a native TensorFlow: what LAYERWISE_PYTHON or LAYERWISE_TENSORFLOW name, else the one that `npm test`
 * has set up (scripts/testTensorflow.mjs).
 * Absent: tests that need one are skipped.
 */
export const tensorflowPlaces: Places | undefined = placesNamed();

function placesNamed(): Places | undefined {
  const { LAYERWISE_PYTHON: python, LAYERWISE_TENSORFLOW: folder } = process.env;
  const storage = path.resolve(import.meta.dirname, '../../../.cache/storage');
  if (folder && existsSync(folder)) return { folder, storage };
  if (python && existsSync(python)) return { python, storage };
  return undefined;
}
