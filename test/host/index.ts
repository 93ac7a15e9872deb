// What the extension host runs: every suite of this folder, which scripts/hostTests.mjs has bundled beside it.
import { appendFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { runMocha } from '../workbench/mocha.mjs';

export async function run(): Promise<void> {
  const { LAYERWISE_RESULTS: results, LAYERWISE_OUTPUT: output, LAYERWISE_GREP: grep } = process.env;
  if (!results || !output) throw new Error('scripts/hostTests.mjs sets where results and output go.');
  // The workbench mixes what the console prints with its own log. Its methods cannot be assigned to here, hence the proxy.
  globalThis.console = new Proxy(console, {
    get: (target, key) =>
      key === 'log' || key === 'info' || key === 'warn' || key === 'error'
        ? (...values: unknown[]) => appendFileSync(output, `${format(...values)}\n`)
        : (Reflect.get(target, key) as unknown),
  });
  const files = readdirSync(__dirname)
    .filter((name) => name.endsWith('.test.cjs'))
    .map((name) => path.join(__dirname, name));
  await runMocha({ files, results, grep });
}
