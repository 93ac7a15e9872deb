// How long the analysis of a design's text takes, beside JSON.parse of the same text: `node bench/analyze.mjs [--check]`.
// `--check` ends with 1 where the analysis is slower than promised: 5 ms for 1,000 layers, 50 ms for 10,000.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const WARM_UP = 60;
const TIMES = 41;
const LIMITS = { 1000: 5, 10000: 50 };

/** Input, then Dense, BatchNormalization and Activation in turn. */
function chain(count) {
  const kinds = [
    (i) => ({ name: `dense_${i}`, type: 'Dense', units: 64 + (i % 7), kernel_initializer: 'he_normal', use_bias: false }),
    (i) => ({ name: `norm_${i}`, type: 'BatchNormalization', momentum: 0.9 }),
    (i) => ({ name: `act_${i}`, type: 'Activation', activation: 'relu' }),
  ];
  return [{ name: 'pixels', type: 'Input', shape: [784] }, ...Array.from({ length: count - 1 }, (_, i) => kinds[i % 3](i))];
}

/** Blocks of three layers, each with a connection around them into an Add. */
function branches(count) {
  const layers = [{ name: 'pixels', type: 'Input', shape: [64] }];
  for (let i = 0; layers.length < count; i++) {
    const from = layers.at(-1).name;
    layers.push(
      { name: `dense_${i}`, type: 'Dense', units: 64, activation: 'relu', kernel_initializer: { type: 'variance_scaling', scale: 2 } },
      { name: `norm_${i}`, type: 'BatchNormalization' },
      { name: `add_${i}`, type: 'Add', inputs: [`norm_${i}`, from] },
    );
  }
  return layers.slice(0, count);
}

/** As a person's file: one layer a line. */
function textOf(layers) {
  return `{\n  "layerwise": 1,\n  "name": "bench",\n  "layers": [\n${layers.map((layer) => `    ${JSON.stringify(layer)}`).join(',\n')}\n  ]\n}\n`;
}

function median(run) {
  for (let i = 0; i < WARM_UP; i++) run();
  const times = Array.from({ length: TIMES }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(TIMES / 2)];
}

const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-bench-'));
try {
  const outfile = path.join(folder, 'analyze.mjs');
  const entry = `export { analyzeText } from './src/core/analyze'; export { applyEdit } from './src/core/edit';`;
  const alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };
  await build({
    stdin: { contents: entry, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    alias,
    logLevel: 'warning',
  });
  const { analyzeText } = await import(pathToFileURL(outfile).href);
  let failed = false;
  console.log('design      layers   text KB   analysis ms   JSON.parse ms   ratio   µs a layer');
  for (const [name, make] of Object.entries({ chain, branches })) {
    for (const count of [100, 1000, 3000, 10000]) {
      const text = textOf(make(count));
      const { totals, diagnostics } = analyzeText(text);
      if (!totals.complete || diagnostics.length > 0) throw new Error(`the design ${name} ${count} should be without problems`);
      const analysis = median(() => analyzeText(text));
      const parse = median(() => JSON.parse(text));
      const limit = LIMITS[count];
      failed ||= limit !== undefined && analysis > limit;
      const figures = [
        (text.length / 1024).toFixed(0),
        analysis.toFixed(2),
        parse.toFixed(2),
        (analysis / parse).toFixed(1),
        ((analysis * 1000) / count).toFixed(2),
      ];
      const [kb, ms, json, ratio, each] = figures;
      console.log(
        `${name.padEnd(10)}${String(count).padStart(8)}${kb.padStart(10)}${ms.padStart(14)}${json.padStart(16)}${ratio.padStart(8)}${each.padStart(13)}`,
      );
    }
  }
  if (failed && process.argv.includes('--check')) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
