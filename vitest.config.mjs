import { defineConfig } from 'vitest/config';
import { tfjsNodeInTests } from './scripts/tfjsNode.mjs';

export default defineConfig({
  plugins: [tfjsNodeInTests],
  test: {
    include: ['test/unit/**/*.test.ts', 'test/parity/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: ['./scripts/kernels.mjs', './scripts/addon.mjs'],
  },
});
