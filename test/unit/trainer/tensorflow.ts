import { existsSync } from 'node:fs';
import type { Places } from '../../../src/protocol/places';

/**
 * Where tests look for a native TensorFlow: what LAYERWISE_PYTHON or LAYERWISE_TENSORFLOW name (`npm test` sets one up).
 * Absent: tests that need one are skipped.
 */
export const tensorflowPlaces: Places | undefined = placesNamed();

function placesNamed(): Places | undefined {
  const { LAYERWISE_PYTHON: python, LAYERWISE_TENSORFLOW: folder } = process.env;
  if (folder && existsSync(folder)) return { folder };
  if (python && existsSync(python)) return { python };
  return undefined;
}
