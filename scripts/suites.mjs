// The options that the two kinds of suites in a real editor share.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from './package.mjs';
import { root, setup } from './setup.mjs';

/**
 * Runs the suites of one kind; the exit code says how it went, `out/results/<kind>.json` how many passed.
 * @param {'host' | 'e2e'} kind
 * @param {() => Promise<(options: { names: string[], grep?: string, vsix?: string, results: string }) => Promise<void>>} load
 *   loads the runner, whose dependencies may have to be installed first
 */
export async function runSuites(kind, load) {
  const { values: options, positionals: names } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string' }, dev: { type: 'boolean', default: false }, vsix: { type: 'string' } },
  });
  await setup();
  const results = process.env.LAYERWISE_RESULTS ?? path.join(root, 'out/results', `${kind}.json`);
  mkdirSync(path.dirname(results), { recursive: true });
  try {
    const vsix = options.dev ? undefined : (options.vsix ?? (await packageExtension()));
    const run = await load();
    await run({ names, grep: options.grep, vsix, results });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
