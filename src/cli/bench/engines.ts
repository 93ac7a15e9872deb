/** What trains in a bench, ours first. The names are those of `--engines` and of the JSON. */
export const ENGINES = ['layerwise-tensorflow', 'layerwise-wasm', 'tfjs-node', 'tfjs-wasm', 'keras'] as const;

export type EngineName = (typeof ENGINES)[number];

/** Heads of the table's columns. */
export const ENGINE_TITLES: Readonly<Record<EngineName, string>> = {
  'layerwise-tensorflow': 'Layerwise TensorFlow',
  'layerwise-wasm': 'Layerwise embedded',
  'tfjs-node': 'tfjs-node',
  'tfjs-wasm': 'tfjs WebAssembly',
  keras: 'Keras',
};
