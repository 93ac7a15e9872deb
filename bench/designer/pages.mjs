// The pages that are measured, served on a free port of this machine: the designer with a host that answers its edits, a
// page that only echoes a text field, and React Flow as its documentation shows it.
import { build } from 'esbuild';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { scratchFolder } from '../../test/workbench/scratch.mjs';
import { bundlePage } from '../product/bundlePage.mjs';
import { layersOf, textOf } from './graphs.mjs';

const root = path.join(import.meta.dirname, '../..');

/** Says in `window.opened` when the first card has been painted, in milliseconds since the page was asked for. */
const SAY_OPENED = `
  const look = () => requestAnimationFrame(() => {
    if (!document.querySelector('.card')) return look();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (window.opened = performance.now());
    port2.postMessage(undefined);
  });
  look();
`;
const designer = `
  const query = new URLSearchParams(location.search);
  const text = await (await fetch('/text' + location.search)).text();
  const send = (message) => window.postMessage(message, '*');
  window.acquireVsCodeApi = () => ({ getState: () => undefined, setState() {}, postMessage(message) {
    if (message.type === 'edit') {
      fetch('/edit', { method: 'POST', body: JSON.stringify(message) }).then((answer) => answer.json()).then(send);
    } else if (message.type === 'ready') {
      send({ type: 'settingsChanged', trusted: true, readonly: false, runtimeLabel: 'Bench', unwantedAdvice: [] });
      send({ type: 'documentChanged', version: 1, text });
    }
  } });
  import('./webview/designer/main');
  ${SAY_OPENED}
`;
const echo = `
  const [field, shown] = ['input', 'output'].map((name) => document.body.appendChild(document.createElement(name)));
  field.className = 'echo';
  field.addEventListener('input', () => (shown.textContent = field.value));
`;
const reactFlow = `
  import { Handle, Position, ReactFlow } from '@xyflow/react';
  import '@xyflow/react/dist/style.css';
  import { createElement as h } from 'react';
  import { createRoot } from 'react-dom/client';
  const layers = await (await fetch('/layers' + location.search)).json();
  const Card = ({ data }) => h('div', { className: 'card', style: { width: 420, height: 58 } }, data.type, ' ', data.name,
    h(Handle, { type: 'target', position: Position.Top }), h(Handle, { type: 'source', position: Position.Bottom }));
  const nodes = layers.map((layer, i) => ({ id: layer.name, type: 'card', position: { x: 0, y: i * 93 }, data: layer }));
  const edges = layers.slice(1).map(({ name }, i) => ({ id: name, source: layers[i].name, target: name }));
  const flow = h(ReactFlow, { defaultNodes: nodes, defaultEdges: edges, nodeTypes: { card: Card }, panOnScroll: true, minZoom: 0.1 });
  createRoot(document.getElementById('root')).render(h('div', { style: { position: 'absolute', inset: 0 } }, flow));
  ${SAY_OPENED}
`;

/** What the host does with an edit, for Node. */
async function hostSide() {
  const { folder, remove } = scratchFolder('layerwise-bench');
  const outfile = path.join(folder, 'edit.cjs');
  const contents = `export { applyEdit, applyTextEdits } from './src/core/edit';`;
  const alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };
  await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    alias,
    logLevel: 'warning',
  });
  const edit = await import(pathToFileURL(outfile).href);
  remove();
  return edit;
}

/** @returns where the pages are, and what ends it */
export async function servePages() {
  const [{ applyEdit, applyTextEdits }, worker] = await Promise.all([hostSide(), bundlePage('webview/designer/layoutWorker.ts')]);
  const pages = { designer: await bundlePage(designer), echo: await bundlePage(echo), reactFlow: await bundlePage(reactFlow) };
  let [document, version] = ['', 1];
  const answer = ({ id, edit }) => {
    const result = applyEdit(document, edit);
    if (!result.ok) return { type: 'editRefused', edit: id, reason: result.reason };
    document = applyTextEdits(document, result.edits);
    return { type: 'documentChanged', version: ++version, text: document, answersEdit: id };
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, first = '', second = ''] = url.pathname.split('/');
    const [shape, count] = [url.searchParams.get('shape'), Number(url.searchParams.get('layers'))];
    const say = (type, body) => void response.setHeader('content-type', type).end(body);
    if (first === 'text') return say('text/plain', (document = textOf(shape, count)));
    if (first === 'layers') return say('application/json', JSON.stringify(layersOf(shape, count)));
    if (first === 'worker.js') return say('text/javascript', worker.js);
    if (first === 'edit') {
      let body = '';
      for await (const part of request) body += part;
      return say('application/json', JSON.stringify(answer(JSON.parse(body))));
    }
    if (!(first in pages)) return void response.writeHead(404).end();
    if (second === 'page.js') return say('text/javascript', pages[first].js);
    if (second === 'page.css') return say('text/css', pages[first].css);
    say(
      'text/html',
      `<!DOCTYPE html><html lang="en"><title>${first}</title><link rel="stylesheet" href="/${first}/page.css"><body class="vscode-dark"><div id="root" data-layout-worker="/worker.js"></div><script type="module" src="/${first}/page.js"></script>`,
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
