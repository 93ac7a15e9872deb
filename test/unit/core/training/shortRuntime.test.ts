import { expect, test } from 'vitest';
import { shortRuntime } from '../../../../src/core/training/shortRuntime';

test.each([
  ['TensorFlow 2.21.0 (CPU)', 'CPU', 'TensorFlow 2.21.0 · CPU'],
  ['TensorFlow 2.21.0 (GPU)', 'NVIDIA A10', 'TensorFlow 2.21.0 · NVIDIA A10'],
  ['TensorFlow 2.21.0 (NVIDIA A10)', 'NVIDIA A10', 'TensorFlow 2.21.0 · NVIDIA A10'],
  ['WebAssembly (SIMD)', 'CPU', 'WebAssembly (SIMD) · CPU'],
  ['JavaScript', 'CPU', 'JavaScript · CPU'],
])('%s on %s', (label, device, short) => {
  expect(shortRuntime({ label, device })).toBe(short);
});
