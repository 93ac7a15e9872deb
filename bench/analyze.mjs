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

/** Median and best of many runs: on a machine that does other things too, the best says more. */
function measure(run) {
  for (let i = 0; i < WARM_UP; i++) run();
  const times = Array.from({ length: TIMES }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(TIMES / 2)], best: times[0] };
}

const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-bench-'));
try {
  const outfile = path.join(folder, 'analyze.mjs');
  const entry = `export { analyzeText } from './src/core/analyze';`;
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
  const line = (cells) => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(10) : cell.padStart(10))).join(''));
  line(['design', 'layers', 'text KB', 'median ms', 'best ms', 'JSON.parse', 'ratio', 'µs/layer']);
  for (const [name, make] of Object.entries({ chain, branches })) {
    for (const count of [100, 1000, 3000, 10000]) {
      const text = textOf(make(count));
      const { totals, diagnostics } = analyzeText(text);
      if (!totals.complete || diagnostics.length > 0) throw new Error(`the design ${name} ${count} should be without problems`);
      const analysis = measure(() => analyzeText(text));
      const parse = measure(() => JSON.parse(text));
      failed ||= LIMITS[count] !== undefined && analysis.median > LIMITS[count];
      const ratio = (analysis.best / parse.best).toFixed(1);
      const times = [analysis.median, analysis.best, parse.best].map((ms) => ms.toFixed(2));
      line([name, String(count), (text.length / 1024).toFixed(0), ...times, ratio, ((analysis.best * 1000) / count).toFixed(2)]);
    }
  }
  if (failed && process.argv.includes('--check')) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
