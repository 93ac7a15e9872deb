import { spawnSync } from 'node:child_process';

/** A Python that has ONNX and its runtime, for tests that ask these: the one of the tests, or $PYTHON. */
export const onnxPython = [process.env.LAYERWISE_ONNX_PYTHON, process.env.LAYERWISE_PYTHON, process.env.PYTHON].find(
  (each) => each && spawnSync(each, ['-c', 'import onnx, onnxruntime']).status === 0,
);
