// How tfjs-node's JavaScript is bundled: with our tfjs-core in place of the whole of tfjs (layers, converters and the
// backends of browsers), and without its protocol buffers, which only its TensorBoard needs.
import { build } from 'esbuild';
import path from 'node:path';

const CORE = '@tensorflow/tfjs-core';
const insideTfjsNode = (importer) => importer.includes(`${path.sep}tfjs-node${path.sep}`);

/** For esbuild. @type {import('esbuild').Plugin} */
export const tfjsNode = {
  name: 'tfjs-node',
  setup(builder) {
    builder.onResolve({ filter: /^@tensorflow\/tfjs$/ }, ({ importer, resolveDir, kind }) =>
      insideTfjsNode(importer) ? builder.resolve(CORE, { importer, resolveDir, kind }) : undefined,
    );
    builder.onLoad({ filter: /[\\/]tfjs-node[\\/]dist[\\/]proto[\\/]api_pb\.js$/ }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** For vitest: the one module that imports tfjs-node is bundled the same way, with the tfjs-core that tests import. */
export const tfjsNodeInTests = {
  name: 'tfjs-node-in-tests',
  enforce: 'pre',
  async load(id) {
    if (!id.endsWith('/trainer/runtime/tensorflow/tfjsNode.ts')) return undefined;
    const { outputFiles } = await build({
      entryPoints: [id],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      external: [CORE],
      plugins: [tfjsNode],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    return outputFiles[0].text;
  },
};
