// What it costs a run to be watched: the same training process learns in turns with nobody listening, with its events
// posted to a process that keeps the run's state (as the extension host does), and with that passed on to an open training
// panel in a browser beside it: `node bench/streaming.mjs [--check] [--write]`. `--check` ends with 1 where it costs more than promised.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBrowser } from '../test/workbench/browser.mjs';
import { buildBeside, buildProduct, places } from './product/build.mjs';
import { bundlePage } from './product/bundlePage.mjs';
import { writePart } from './product/page.mjs';

/** Per cent of the speed. */
const PROMISED = 2;
const TITLES = { wasm: 'Layerwise embedded', tensorflow: 'Layerwise TensorFlow' };
const AUDIENCES = ['nobody', 'host', 'panel'];
const ROUNDS = 60;
const SECONDS = 0.5;
const SIZE = { width: 1400, height: 800 };

/** The trainer's own `main` with one thing more: it can be told to keep its events to itself, and measures each turn. */
const trainer = `
  import { modelDesign, rowDesign } from './src/cli/bench/models';
  import { samplesOf, StepMeter } from './src/cli/bench/stepMeter';
  import { EventPost } from './src/trainer/eventPost';
  import { train } from './src/trainer/train';
  const send = (message, sent) => process.send!(message, undefined, undefined, () => sent?.());
  const post = new EventPost(send);
  const meter = new StepMeter();
  let posting = true;
  let started;
  process.on('message', ({ type, options, audience, seconds }) => {
    if (type === 'init') {
      const designText = JSON.stringify(rowDesign(modelDesign('leaky'), 32, 'SGD'));
      return void train({ ...options, designText, epochs: 1000000 }, (event) => {
        if (event.type === 'started') started = event;
        if (event.type === 'steps') meter.add(event, samplesOf(event, started), performance.now());
        if (posting || event.type !== 'steps' && event.type !== 'health') post.add(event);
      });
    }
    posting = audience !== 'nobody';
    meter.reset();
    setTimeout(() => send({ type: 'turn', turn: meter.turn() }), 1000 * seconds);
  });
  process.on('disconnect', () => process.exit());
`;

const page = `
  const send = (message) => window.postMessage(message, '*');
  window.acquireVsCodeApi = () => ({ getState: () => undefined, setState() {}, async postMessage(message) {
    if (message.type === 'pace') return void fetch('/pace/' + message.milliseconds, { method: 'POST' });
    if (message.type !== 'ready') return;
    send(await (await fetch('/snapshot')).json());
    new EventSource('/events').onmessage = ({ data }) => send(JSON.parse(data));
  } });
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = '/page.css';
  document.head.append(link);
  import('./webview/training/main');
`;

/** Serves the panel, what is known of the run, and then its events. */
async function serve({ js, css }, snapshot, setPace) {
  const listeners = new Set();
  const html = `<!DOCTYPE html><html lang="en"><title>panel</title><body class="vscode-dark"><div id="root"></div><script type="module" src="/page.js"></script>`;
  const files = { '/': ['text/html', html], '/page.js': ['text/javascript', js], '/page.css': ['text/css', css] };
  const server = createServer(({ url }, response) => {
    if (url === '/snapshot') return void response.setHeader('content-type', 'application/json').end(JSON.stringify(snapshot()));
    if (url === '/events') return void listeners.add(response.writeHead(200, { 'content-type': 'text/event-stream' }));
    if (url.startsWith('/pace/')) return (setPace(Number(url.slice('/pace/'.length))), void response.end());
    const [type, text] = files[url] ?? [];
    if (!type) return void response.writeHead(404).end();
    response.setHeader('content-type', type).end(text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    post: (message) => listeners.forEach((response) => response.write(`data: ${JSON.stringify(message)}\n\n`)),
    close: () => server.close().closeAllConnections(),
  };
}

/** Samples per second by audience, a value a round. */
async function measure(program, runtime, folder, browser, pages) {
  const { newRun, reduceRun, EventBatches } = createRequire(import.meta.url)(path.join(path.dirname(program), 'run.cjs'));
  let state = newRun('bench', 'bench');
  let audience = 'host';
  let heard = () => undefined;
  const news = new EventBatches((events) => panel.post({ type: 'events', run: state.id, events }), 200);
  const panel = await serve(
    pages,
    () => ({ type: 'snapshot', run: state, trusted: true }),
    (milliseconds) => (news.interval = milliseconds),
  );
  const child = fork(program, [], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', ({ type, events, turn }) => {
    if (type === 'turn') return heard(turn);
    state = events.reduce(reduceRun, state);
    if (audience === 'panel') news.add(events);
    const failure = events.find((event) => event.type === 'failed');
    if (failure) heard(failure);
  });
  const answer = () => new Promise((resolve) => (heard = resolve));
  const turn = async (next, seconds) => {
    audience = next;
    const answered = answer();
    child.send({ type: 'turn', audience, seconds });
    const result = await answered;
    if (result.type === 'failed') throw new Error([result.message, result.cause].filter(Boolean).join(' '));
    return result.samples / result.seconds;
  };
  try {
    child.send({
      type: 'init',
      options: { designPath: path.join(folder, 'bench.layerwise.json'), folder: path.join(folder, runtime), runtime, places: places() },
    });
    await turn('host', 4);
    const view = await browser.newPage({ viewport: SIZE });
    view.on('pageerror', (error) => console.error(error));
    await view.goto(panel.address);
    await view.locator('canvas').nth(2).waitFor();
    await turn('panel', 2);
    const speeds = AUDIENCES.map(() => []);
    for (let round = 0; round < ROUNDS; round++)
      for (let i = 0; i < AUDIENCES.length; i++) {
        const at = (round + i) % AUDIENCES.length;
        speeds[at].push(await turn(AUDIENCES[at], SECONDS));
      }
    await view.close();
    return speeds;
  } finally {
    child.kill('SIGKILL');
    panel.close();
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Per cent of the speed that an audience costs: the median over the rounds, and how far that may be off by chance. */
function cost(alone, watched) {
  const costs = watched.map((speed, i) => 100 * (1 - speed / alone[i]));
  const middle = median(costs);
  // 1.4826 times the median distance from the median is a normal distribution's deviation; 1.2533 is what a median adds.
  const doubt = (2 * 1.2533 * 1.4826 * median(costs.map((each) => Math.abs(each - middle)))) / Math.sqrt(costs.length);
  return { middle, doubt, text: `${middle.toFixed(1)}% (± ${doubt.toFixed(1)})` };
}

buildProduct();
await buildBeside(
  'run.cjs',
  `export { newRun, reduceRun } from './src/core/training/run'; export { EventBatches } from './src/machine/eventBatches';`,
);
const program = await buildBeside('streaming.cjs', trainer);
const pages = await bundlePage(page);
const scratch = mkdtempSync(path.join(tmpdir(), 'layerwise-bench-'));
const { browser } = await startBrowser();
const lines = [];
const say = (line) => {
  lines.push(`- ${line}`);
  console.log(line);
};
try {
  for (const runtime of Object.keys(TITLES)) {
    try {
      const [nobody, host, panel] = await measure(program, runtime, scratch, browser, pages);
      const [posted, drawn] = [cost(nobody, host), cost(nobody, panel)];
      const speed = Math.round(median(nobody)).toLocaleString('en-US');
      say(
        `${TITLES[runtime]}, ${speed} samples a second: posting the events costs ${posted.text}, with an open panel ${drawn.text}; promised: ${PROMISED}%`,
      );
      if (process.argv.includes('--check') && drawn.middle - drawn.doubt > PROMISED) process.exitCode = 1;
    } catch (error) {
      say(`${TITLES[runtime]}: not measured. ${error.message}`);
    }
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
if (process.argv.includes('--write')) await writePart('streaming', lines.join('\n'));
