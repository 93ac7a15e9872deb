export const tfjsNode: import('esbuild').Plugin;
