// Compiles the trainer's WebAssembly kernels (src/trainer/kernels/assembly) to dist/wasm: once plain, once with relaxed
// SIMD (fused multiply-add) for engines that have it.
import asc from 'assemblyscript/asc';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Writes `layerwise-simd.wasm` and `layerwise-relaxed.wasm` into `folder`. */
export async function buildKernels(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, relaxed] of [
    ['layerwise-simd.wasm', 0],
    ['layerwise-relaxed.wasm', 1],
  ]) {
    const { error, stderr } = await asc.main([
      path.join(root, 'src/trainer/kernels/assembly/index.ts'),
      ...['--outFile', path.join(folder, name), '-Ospeed', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory'],
      ...['--enable', 'simd', '--enable', 'bulk-memory', ...(relaxed ? ['--enable', 'relaxed-simd'] : []), '--use', `RELAXED=${relaxed}`],
    ]);
    if (error) throw new Error(`The kernels do not compile: ${error.message}\n${stderr.toString()}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels(path.join(root, 'dist/wasm'));
