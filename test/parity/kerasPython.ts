import { spawnSync } from 'node:child_process';

/** A Python that has Keras, for tests that ask Keras itself: the one whose TensorFlow the tests use, or $PYTHON. */
export const kerasPython = [process.env.LAYERWISE_PYTHON, process.env.PYTHON].find(
  (each) => each && spawnSync(each, ['-c', 'import keras, tensorflow']).status === 0,
);
