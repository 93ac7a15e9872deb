// Netron, where a Python has it (`pip install netron`): the same model as Keras writes it, in Netron's own page.
/* global document */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { atExit, scratchFolder } from '../../test/workbench/scratch.mjs';
import { layersOf } from './graphs.mjs';

const SERVE = `import sys, time, netron
print(netron.start(sys.argv[1], address=('127.0.0.1', 0), browse=False), flush=True)
time.sleep(600)`;

/** As `model.to_json()` of Keras 2 has it, which Netron reads. */
function kerasJson(layers) {
  const config = layers.map(({ name, type, inputs, shape, ...fields }, i) => ({
    class_name: type === 'Input' ? 'InputLayer' : type,
    name,
    config: { name, ...(shape ? { batch_input_shape: [null, ...shape] } : {}), ...fields },
    inbound_nodes: type === 'Input' ? [] : [(inputs ?? [layers[i - 1].name]).map((from) => [from, 0, 0, {}])],
  }));
  const [first, last] = [layers[0].name, layers.at(-1).name];
  const model = { name: 'bench', layers: config, input_layers: [[first, 0, 0]], output_layers: [[last, 0, 0]] };
  return JSON.stringify({ class_name: 'Functional', config: model, keras_version: '2.15.0', backend: 'tensorflow' });
}

/** The Python that has Netron, and its version; absent: none has it. */
export function findNetron() {
  for (const python of [process.env.LAYERWISE_NETRON_PYTHON, process.env.LAYERWISE_PYTHON, 'python3'].filter(Boolean)) {
    const { status, stdout } = spawnSync(python, ['-c', "import importlib.metadata, netron; print(importlib.metadata.version('netron'))"]);
    if (status === 0) return { python, version: String(stdout).trim() };
  }
  return undefined;
}

/** Milliseconds from asking for the page until the graph is drawn; undefined: not within the time. */
export async function netronOpening(browser, { python }, shape, count, { timeout, viewport }) {
  const { folder, remove } = scratchFolder('layerwise-netron');
  const file = path.join(folder, 'bench.json');
  writeFileSync(file, kerasJson(layersOf(shape, count)));
  const child = spawn(python, ['-c', SERVE, file], { stdio: ['ignore', 'pipe', 'ignore'] });
  const end = atExit(() => child.kill());
  const page = await browser.newPage({ viewport });
  try {
    const address = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error('Netron ended.')));
      let said = '';
      child.stdout.on('data', (part) => {
        said += part;
        const found = /\('?([\d.]+)'?, (\d+)\)/.exec(said);
        if (found) resolve(`http://${found[1]}:${found[2]}`);
      });
    });
    const from = performance.now();
    await page.goto(address);
    // It asks before it lays out a large graph, and asks to be let measure.
    const yes = page.getByRole('button', { name: /^(Yes|OK|Accept)$/i });
    const answering = setInterval(
      () =>
        void yes
          .first()
          .click({ timeout: 200 })
          .catch(() => undefined),
      400,
    );
    try {
      await page.waitForFunction(
        (least) => document.querySelectorAll('#canvas .node, #target .node').length >= least && document.body.className.includes('default'),
        count * 0.9,
        { timeout },
      );
      return performance.now() - from;
    } catch {
      return undefined;
    } finally {
      clearInterval(answering);
    }
  } finally {
    await page.close();
    end();
    remove();
  }
}
