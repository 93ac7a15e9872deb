// `npm run demo`: the main job without a screen. Sets a fresh clone up, shows the example's layers, trains it for one
// epoch on MNIST and says what is in the run's folder.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { run, step } from './progress.mjs';
import { root, setup } from './setup.mjs';

const design = 'examples/mnist-bn.layerwise.json';

try {
  await setup();
  await step('Building', () => run(process.execPath, ['esbuild.mjs'], { cwd: root }));
  await layerwise('summary', design);
  await layerwise('train', design, '--epochs', '1');
  const runs = path.join(root, '.layerwise/runs');
  const newest = readdirSync(runs).sort().at(-1);
  console.log(`\nIn ${path.join('.layerwise/runs', newest)}:`);
  for (const entry of readdirSync(path.join(runs, newest), { recursive: true, withFileTypes: true }).filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    console.log(`  ${path.relative(path.join(runs, newest), file)} (${statSync(file).size.toLocaleString('en')} bytes)`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** Runs a command of the terminal as a person would, with its progress. */
async function layerwise(...args) {
  console.log(`\n$ npx layerwise ${args.join(' ')}\n`);
  await run(process.execPath, [path.join(root, 'dist/cli.js'), ...args], { cwd: root, show: true });
}
