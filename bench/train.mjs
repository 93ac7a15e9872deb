// How fast models train on our runtimes and on others: `node bench/train.mjs [--check] [--write] [options of layerwise bench]`.
// `--check` ends with 1 where a ratio that is promised was missed, `--write` puts the tables into docs/performance.md.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildProduct } from './product/build.mjs';
import { writePart } from './product/page.mjs';

const own = ['--check', '--write'];
const options = process.argv.slice(2).filter((option) => !own.includes(option));

const child = spawn(process.execPath, [path.join(buildProduct(), 'cli.js'), 'bench', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
let text = '';
child.stdout.on('data', (data) => {
  text += data;
  process.stdout.write(data);
});
const code = await new Promise((resolve) => child.on('close', resolve));
if (code !== 0) process.exitCode = 1;
else if (process.argv.includes('--write')) await writePart('train', text);
if (process.argv.includes('--check') && /[1-9]\d* missed/.test(text)) process.exitCode = 1;
