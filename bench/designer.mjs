// From a key in the inspector to the picture that shows the new counts, for chains of several lengths, beside a page that
// only echoes a text field: `node bench/designer.mjs [--check]`. `--check` ends with 1 where 100 layers take longer than
// promised. The browser paints at once here instead of waiting for the screen, so that the times are those of the work.
/* global document, window, requestAnimationFrame, MessageChannel */
import { build } from 'esbuild';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { installBrowser } from '../test/workbench/browser.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const LENGTHS = [10, 100, 1000];
const PROMISED = { layers: 100, milliseconds: 16 };
const KEYS = 60;
const SIZE = { width: 1400, height: 850 };

/** Input, then Dense layers: the first of them is the one that is typed into, so that all counts after it change. */
function chain(count) {
  const hidden = Array.from({ length: count - 2 }, (_, i) => ({
    name: `hidden${i}`,
    type: 'Dense',
    units: 100,
    activation: 'selu',
    kernel_initializer: 'lecun_normal',
  }));
  const layers = [
    { name: 'pixels', type: 'Input', shape: [784] },
    ...hidden,
    { name: 'classes', type: 'Dense', units: 10, activation: 'softmax' },
  ];
  return `{\n  "layerwise": 1,\n  "layers": [\n${layers.map((layer) => `    ${JSON.stringify(layer)}`).join(',\n')}\n  ]\n}\n`;
}

const designer = `
  const query = new URLSearchParams(location.search);
  const text = await (await fetch('/text/' + query.get('layers'))).text();
  const send = (message) => window.postMessage(message, '*');
  window.acquireVsCodeApi = () => ({ getState: () => undefined, setState() {}, postMessage(message) {
    if (message.type !== 'ready') return;
    send({ type: 'settingsChanged', trusted: true, readonly: false, runtimeLabel: 'Bench' });
    send({ type: 'documentChanged', version: 1, text });
  } });
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = '/designer.css';
  document.head.append(link);
  import('./webview/designer/main');
`;
const echo = `
  const [field, shown] = ['input', 'output'].map((name) => document.body.appendChild(document.createElement(name)));
  field.className = 'echo';
  field.addEventListener('input', () => (shown.textContent = field.value));
`;

async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    minify: true,
    outdir: '/',
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const text = (end) => outputFiles.find(({ path: name }) => name.endsWith(end))?.text ?? '';
  return { js: text('.js'), css: text('.css') };
}

/** Serves the pages and the designs on a free port of this machine. */
async function serve(pages) {
  const server = createServer((request, response) => {
    const [, first = '', second = ''] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/');
    const say = (type, body) => void response.setHeader('content-type', type).end(body);
    if (first === 'text') return say('text/plain', chain(Number(second)));
    if (first === 'designer.css') return say('text/css', pages.designer.css);
    if (!(first in pages)) return void response.writeHead(404).end();
    if (second === 'page.js') return say('text/javascript', pages[first].js);
    say(
      'text/html',
      `<!DOCTYPE html><html lang="en"><title>${first}</title><body class="vscode-dark"><div id="root"></div><script type="module" src="/${first}/page.js"></script>`,
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}

/** Milliseconds from each key to the end of the frame after it. */
async function measure(browser, address, begin) {
  const page = await browser.newPage({ viewport: SIZE });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(address);
  await begin(page);
  await page.evaluate(() => {
    window.times = [];
    let pressed = 0;
    window.addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);
    window.addEventListener(
      'input',
      () => {
        const from = pressed;
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          // This message is answered after the frame's style, layout and paint.
          port1.onmessage = () => window.times.push(performance.now() - from);
          port2.postMessage(undefined);
        });
      },
      true,
    );
  });
  for (let i = 0; i < KEYS; i++) {
    await page.keyboard.press(i % 2 === 0 ? '5' : 'Backspace');
    await page.waitForFunction((count) => window.times.length > count, i);
  }
  const times = (await page.evaluate(() => window.times)).slice(10).sort((a, b) => a - b);
  await page.close();
  return { best: times[0], middle: times[Math.floor(times.length / 2)], late: times[Math.floor(times.length * 0.95)] };
}

async function typeIntoFirst(page) {
  await page.locator('.card').nth(1).click();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.localName === 'vscode-text-field');
}

const say = (name, { best, middle, late }) =>
  console.log(`${name.padEnd(24)} median ${middle.toFixed(1)} ms, best ${best.toFixed(1)} ms, 95th of 100 ${late.toFixed(1)} ms`);

const { server, address } = await serve({ designer: await bundle(designer), echo: await bundle(echo) });
const { executablePath } = await installBrowser();
const browser = await chromium.launch({
  executablePath,
  args: ['--disable-gpu', '--disable-frame-rate-limit', '--disable-gpu-vsync', '--no-first-run'],
});
try {
  const floor = await measure(browser, `${address}/echo`, (page) => page.locator('.echo').focus());
  say('a text field alone', floor);
  for (const layers of LENGTHS) {
    const result = await measure(browser, `${address}/designer?layers=${layers}`, typeIntoFirst);
    say(`${layers.toLocaleString('en-US')} layers`, result);
    if (layers !== PROMISED.layers || result.middle <= PROMISED.milliseconds || !process.argv.includes('--check')) continue;
    console.error(`Too slow: ${PROMISED.milliseconds} ms from key to picture are promised for ${layers} layers.`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  server.close();
}
