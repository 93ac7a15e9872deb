/**
 * The JavaScript of tfjs-node, without its index, which looks for an addon and loads it on its own: the backend, and its
 * kernels, which are registered by the import. `scripts/tfjsNode.mjs` lets both use the tfjs-core that is ours.
 */
import '@tensorflow/tfjs-node/dist/register_all_kernels';

export { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
