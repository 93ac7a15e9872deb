/** Writes `layerwise-simd.wasm` and `layerwise-relaxed.wasm` into `folder`. */
export function buildKernels(folder: string): Promise<void>;
