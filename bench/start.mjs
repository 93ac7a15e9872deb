// From Train to the first batch: how long a new training process takes until it tells of its first steps, once its files
// are in the machine's memory: `node bench/start.mjs [--check] [--write]`. `--check` ends with 1 where it takes longer than
// promised.
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildProduct, places, root } from './product/build.mjs';
import { writePart } from './product/page.mjs';

const EXAMPLES = ['leaky', 'mnist-bn', 'cnn'];
/** Seconds that are promised, by runtime. */
const PROMISED = { wasm: 1.5, tensorflow: 4 };
const TITLES = { wasm: 'Layerwise embedded', tensorflow: 'Layerwise TensorFlow' };
const TIMES = 5;

/** Seconds until the child's first steps; a text: why there were none. */
function firstSteps(trainer, runtime, example, folder) {
  const designPath = path.join(root, `examples/${example}.layerwise.json`);
  const options = { designPath, designText: readFileSync(designPath, 'utf8'), folder, runtime, places: places() };
  const began = performance.now();
  return new Promise((resolve) => {
    const child = fork(trainer, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    let result = 'The child ended.';
    const finish = (found) => {
      result = found;
      child.kill('SIGKILL');
    };
    child.on('message', ({ events = [] }) => {
      for (const event of events) {
        if (event.type === 'steps') return finish((performance.now() - began) / 1000);
        if (event.type === 'failed') return finish([event.message, event.cause].filter(Boolean).join(' '));
      }
    });
    child.on('close', () => resolve(result));
    child.send({ type: 'init', options });
  });
}

const trainer = path.join(buildProduct(), 'trainer.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'layerwise-bench-'));
const lines = [];
const say = (line) => {
  lines.push(`- ${line}`);
  console.log(line);
};
try {
  let run = 0;
  for (const [runtime, promised] of Object.entries(PROMISED))
    for (const example of EXAMPLES) {
      const times = [];
      // The first fills the caches of the disk, and where there is no addon yet it builds one: it is not counted.
      for (let i = 0; i <= TIMES; i++) times.push(await firstSteps(trainer, runtime, example, path.join(scratch, String(run++))));
      const problem = times.find((time) => typeof time === 'string');
      if (problem !== undefined) {
        say(`${TITLES[runtime]}, ${example}: not measured. ${problem}`);
        continue;
      }
      const sorted = times.slice(1).sort((a, b) => a - b);
      const median = sorted[TIMES >> 1];
      say(
        `${TITLES[runtime]}, ${example}: ${median.toFixed(2)} s (${sorted[0].toFixed(2)} to ${sorted.at(-1).toFixed(2)}; promised: ${promised})`,
      );
      if (process.argv.includes('--check') && median > promised) process.exitCode = 1;
    }
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
if (process.argv.includes('--write')) await writePart('start', lines.join('\n'));
