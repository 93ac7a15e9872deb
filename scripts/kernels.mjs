// Compiles the trainer's WebAssembly kernels (src/trainer/kernels/assembly) to dist/wasm: once plain, once with relaxed
// SIMD (fused multiply-add) for engines that have it.
import asc from 'assemblyscript/asc';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
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
      ...[
        '--outFile',
        path.join(folder, name),
        '-Ospeed',
        '--noAssert',
        '--runtime',
        'stub',
        '--importMemory',
        '--noExportMemory',
        '--sharedMemory',
        '--maximumMemory',
        '65536',
      ],
      ...[
        '--enable',
        'simd',
        '--enable',
        'bulk-memory',
        '--enable',
        'threads',
        ...(relaxed ? ['--enable', 'relaxed-simd'] : []),
        '--use',
        `RELAXED=${relaxed}`,
      ],
    ]);
    if (error) throw new Error(`The kernels do not compile: ${error.message}\n${stderr.toString()}`);
  }
}

/**
 * Puts WebAssembly's binaries, tfjs's and ours, into `out/wasm`. Compiling ours takes seconds, so they are compiled again
 * only after a change. With this file as its globalSetup vitest does the same before unit tests.
 */
export async function embedKernels(out) {
  const wasm = path.join(out, 'wasm');
  mkdirSync(wasm, { recursive: true });
  for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'])
    cpSync(path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', name), path.join(wasm, name));
  const source = path.join(root, 'src/trainer/kernels/assembly');
  const digest = createHash('sha256');
  for (const name of readdirSync(source).sort()) digest.update(name).update(readFileSync(path.join(source, name)));
  const compiled = path.join(root, '.cache', `kernels-${digest.digest('hex').slice(0, 16)}`);
  if (!existsSync(compiled)) {
    const unfinished = `${compiled}.${process.pid}`;
    await buildKernels(unfinished);
    try {
      renameSync(unfinished, compiled);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      // Another process was faster.
      if (!existsSync(compiled)) throw error;
    }
  }
  cpSync(compiled, wasm, { recursive: true });
}

export const setup = () => embedKernels(path.join(root, 'dist'));
