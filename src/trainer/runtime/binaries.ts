import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where WebAssembly's binaries are, and which of our own kernels are with them. */
export interface Binaries {
  /** tfjs's, with a separator at the end. */
  readonly tfjs: string;
  /** Ours: plain SIMD, and relaxed SIMD for engines that have it. Absent: training works without them, slowly. */
  readonly kernels?: { readonly simd: string; readonly relaxed: string };
}

const TFJS = 'tfjs-backend-wasm-simd.wasm';

/**
 * Looks beside the bundle (`dist/wasm`), then, for code that runs from its sources, in the checkout's `dist/wasm` and
 * among the installed packages.
 */
export function findBinaries(from: string = __dirname): Binaries | undefined {
  const folders = [path.join(from, 'wasm')];
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder)) folders.push(path.join(folder, 'dist/wasm'));
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder))
    folders.push(path.join(folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'));
  const folder = folders.find((each) => existsSync(path.join(each, TFJS)));
  if (!folder) return undefined;
  const [simd, relaxed] = ['layerwise-simd.wasm', 'layerwise-relaxed.wasm'].map((name) => path.join(folder, name)) as [string, string];
  return { tfjs: folder + path.sep, ...(existsSync(simd) && existsSync(relaxed) && { kernels: { simd, relaxed } }) };
}
