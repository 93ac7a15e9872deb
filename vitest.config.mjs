import { defineConfig } from 'vitest/config';
import { testPython } from './scripts/testTensorflow.mjs';
import { tfjsNodeInTests } from './scripts/tfjsNode.mjs';

const python = testPython();

export default defineConfig({
  plugins: [tfjsNodeInTests],
  test: {
    include: ['test/unit/**/*.test.ts', 'test/parity/**/*.test.ts'],
    // These only end what hangs: what takes seconds here takes minutes on a machine that is busy with something else.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    env: python ? { LAYERWISE_PYTHON: python } : {},
    setupFiles: ['test/unit/seed.ts'],
    globalSetup: ['./scripts/kernels.mjs', './scripts/addon.mjs'],
  },
});
