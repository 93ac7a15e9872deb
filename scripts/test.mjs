// `npm test`: every check, in order, all of them even when one fails. The last line adds them up.
//   npm test -- --only types,lint,unit,package,host,e2e
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { duration } from './progress.mjs';
import { root, setup } from './setup.mjs';
import { setUpTestTensorflow } from './testTensorflow.mjs';

const names = ['types', 'lint', 'unit', 'package', 'host', 'e2e'];
const { values: options } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = options.only?.split(',') ?? names;
const results = path.join(root, 'out/results');
const tool = (name) => path.join(root, 'node_modules/.bin', name);

/** A check passes or fails as a whole; a runner's counts are read from what it writes. */
const steps = {
  types: { title: 'Type check', checks: [[tool('tsc'), ['-b']]] },
  lint: {
    title: 'Lint',
    checks: [
      [tool('eslint'), ['.', '--max-warnings', '0']],
      [tool('prettier'), ['--check', '--log-level', 'warn', '.']],
      [tool('knip'), []],
    ],
  },
  unit: {
    title: 'Unit tests and parity with Keras',
    runner: [tool('vitest'), ['run', '--reporter=default', '--reporter=./scripts/vitestCounts.mjs']],
  },
  package: { title: 'Package', checks: [[process.execPath, ['scripts/package.mjs']]] },
  host: { title: 'Tests in the extension host', runner: [process.execPath, ['scripts/hostTests.mjs', ...packaged()]] },
  e2e: { title: 'Tests in the browser', runner: [process.execPath, ['scripts/e2e.mjs', ...packaged()]] },
};

const unknown = chosen.find((name) => !names.includes(name));
if (unknown) {
  console.error(`There is no step ${unknown}; there are ${names.join(', ')}.`);
  process.exit(2);
}

await setup();
if (chosen.includes('unit')) await setUpTestTensorflow();
mkdirSync(results, { recursive: true });
const rows = [];
for (const name of chosen) rows.push(await perform(name));
report(rows);

async function perform(name) {
  const { title, checks, runner } = steps[name];
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 76 - title.length))}`);
  const start = performance.now();
  const row = { title, passed: 0, failed: [], skipped: [] };
  if (checks) {
    for (const check of checks) {
      if ((await ended(...check)) === 0) row.passed++;
      else row.failed.push([path.basename(check[0]), ...check[1]].join(' '));
    }
  } else {
    const file = path.join(results, `${name}.json`);
    rmSync(file, { force: true });
    const code = await ended(...runner, { LAYERWISE_RESULTS: file });
    if (existsSync(file)) Object.assign(row, JSON.parse(readFileSync(file, 'utf8')));
    // A runner that broke has failed, whatever it had counted, and so has one that ran nothing.
    if (row.failed.length === 0 && code !== 0) row.failed.push(`${title} ended with exit code ${code}`);
    if (row.failed.length === 0 && row.passed === 0) row.failed.push(`${title} ran nothing`);
  }
  row.time = performance.now() - start;
  console.log(`${row.failed.length === 0 ? '✓' : '✗'} ${title}: ${counted(row)} in ${duration(row.time)}`);
  return row;
}

function ended(program, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** The package that the step before has made; without that step the suites make their own. */
function packaged() {
  if (!chosen.includes('package')) return [];
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return ['--vsix', path.join(root, `layerwise-${version}.vsix`)];
}

function counted({ passed, failed, skipped }) {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
}

function report(rows) {
  console.log(`\n── Summary ${'─'.repeat(69)}`);
  for (const row of rows)
    console.log(`${row.failed.length === 0 ? '✓' : '✗'} ${row.title.padEnd(34)} ${counted(row).padEnd(36)} ${duration(row.time)}`);
  const sum = { passed: 0, failed: rows.flatMap((row) => row.failed), skipped: rows.flatMap((row) => row.skipped) };
  for (const row of rows) sum.passed += row.passed;
  for (const [which, names] of [
    ['Skipped', sum.skipped],
    ['Failed', sum.failed],
  ])
    if (names.length > 0) console.log(`\n${which}:\n${names.map((name) => `  ${name}`).join('\n')}`);
  if (sum.failed.length > 0) process.exitCode = 1;
  console.log(`\n${counted(sum)}`);
}
