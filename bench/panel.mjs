// How smooth the training panel is while a run of 100,000 steps streams into it, beside plain uPlot charts of the same
// size that are given every point at the same pace: `node bench/panel.mjs [--check]`. `--check` ends with 1 where a frame
// is late more often, or the panel's thread is busier, than promised.
/* global document, window, requestAnimationFrame */
import { createServer } from 'node:http';
import { startBrowser } from '../test/workbench/browser.mjs';
import { bundlePage } from './product/bundlePage.mjs';

const POINTS = 100_000;
const EPOCHS = 10;
/** As the host does: five posts a second at most, here of 200 steps each. */
const POST = { every: 200, steps: 200 };
const SECONDS = 6;
const SIZE = { width: 1400, height: 800 };
/** Share of frames within 34 ms, and of the main thread's time that is used. */
const LIMITS = { inTime: 0.95, busy: 0.5 };

/** In the page: a run of which the last steps are still to come. The values are noise around a falling curve. */
const source = `
  import { newRun, reduceRun } from './src/core/training/run';
  const stepsPerEpoch = ${POINTS / EPOCHS};
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  export const valuesAt = (step) => {
    const loss = (0.25 + 2 * Math.exp(-step / 8000)) * (0.6 + 0.8 * random());
    return { loss, accuracy: Math.round(32 * Math.max(0, 1 - loss / 2)) / 32 };
  };
  const runtime = { name: 'wasm', label: 'WebAssembly', version: '0', device: 'CPU', why: 'A measurement.', tried: [] };
  const layers = ['a', 'b', 'c', 'd', 'e', 'f'];
  export function stepsEvent(firstStep, count) {
    const loss = [], accuracy = [], learningRate = [];
    for (let i = 0; i < count; i++) {
      const values = valuesAt(firstStep + i);
      loss.push(values.loss);
      accuracy.push(values.accuracy);
      learningRate.push(0.01);
    }
    return { type: 'steps', epoch: Math.ceil(firstStep / stepsPerEpoch), firstStep, values: { loss, accuracy }, learningRate, samplesPerSecond: 9000 };
  }
  const health = (step) => ({ type: 'health', step, layers: layers.map((name) => ({ name, gradientNorm: random(), updateRatio: 1e-3 * random(), dead: random() / 9 })) });
  export function runUntil(steps) {
    let run = reduceRun(newRun('bench', 'bench'), { type: 'started', run: 'bench', folder: '/', name: 'bench', time: '2026-01-01T00:00:00Z', runtime, epochs: ${EPOCHS}, stepsPerEpoch, batchSize: 32, samples: 32 * stepsPerEpoch, validationSamples: 5000, parameters: 1, metrics: ['loss', 'accuracy'], layers });
    for (let step = 1; step <= steps; step += 50) {
      run = reduceRun(run, stepsEvent(step, 50));
      if ((step + 49) % stepsPerEpoch === 0) run = reduceRun(run, { type: 'epoch', epoch: run.epoch, step: step + 49, logs: { loss: 0.3, accuracy: 0.9, val_loss: 0.3, val_accuracy: 0.9 }, learningRate: 0.01, seconds: 9, samplesPerSecond: 9000, best: true });
    }
    for (let i = 0; i < 200; i++) run = reduceRun(run, health(i));
    return run;
  }
  export const posts = (from, send) => {
    let step = from + 1;
    return setInterval(() => {
      if (step > ${POINTS}) return;
      send([stepsEvent(step, ${POST.steps}), health(step)]);
      step += ${POST.steps};
    }, ${POST.every});
  };
`;
const START = POINTS - Math.floor((SECONDS * 1000) / POST.every) * POST.steps;

const panel = `
  ${source}
  const send = (message) => window.postMessage(JSON.parse(JSON.stringify(message)), '*');
  window.acquireVsCodeApi = () => ({ getState: () => undefined, setState() {}, postMessage(message) {
    if (message.type === 'ready') send({ type: 'snapshot', run: runUntil(${START}), trusted: true });
  } });
  window.begin = () => posts(${START}, (events) => send({ type: 'events', run: 'bench', events }));
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = '/training.css';
  document.head.append(link);
  import('./webview/training/main');
`;

/** The same three charts with every point, redrawn ten times a second as the panel does. */
const plain = `
  ${source}
  import uPlot from 'uplot';
  const run = runUntil(${START});
  const x = run.steps.step.map((step) => step / stepsPerEpoch);
  const columns = [run.steps.values.loss, run.steps.values.accuracy, run.steps.learningRate];
  const charts = columns.map((column, i) => new uPlot({ width: 780, height: [204, 184, 66][i], legend: { show: false }, cursor: { show: false }, scales: { x: { time: false, range: [0, ${EPOCHS}] } }, series: [{}, { stroke: 'blue', width: 0.8, points: { show: false } }] }, [x, column], document.body));
  window.begin = () => {
    posts(${START}, ([steps]) => {
      steps.learningRate.forEach((rate, i) => {
        x.push((steps.firstStep + i) / stepsPerEpoch);
        columns[0].push(steps.values.loss[i]);
        columns[1].push(steps.values.accuracy[i]);
        columns[2].push(rate);
      });
    });
    setInterval(() => requestAnimationFrame(() => charts.forEach((chart, i) => chart.setData([x, columns[i]]))), 100);
  };
`;

/** Serves the two pages on a free port of this machine. */
async function serve(pages) {
  const types = { js: 'text/javascript', css: 'text/css' };
  const server = createServer((request, response) => {
    const [, page = '', file] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/');
    if (page === 'training.css') return void response.setHeader('content-type', types.css).end(pages.panel.css);
    if (!(page in pages)) return void response.writeHead(404).end();
    if (file === 'page.js') return void response.setHeader('content-type', types.js).end(pages[page].js);
    response
      .setHeader('content-type', 'text/html')
      .end(
        `<!DOCTYPE html><html lang="en"><title>${page}</title><body class="vscode-dark"><div id="root"></div><script type="module" src="/${page}/page.js"></script>`,
      );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}

/** Times between frames, and how much of the main thread's time was used, while the steps stream in. */
async function measure(browser, address) {
  const page = await browser.newPage({ viewport: SIZE });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(address);
  await page.waitForFunction(() => document.querySelectorAll('canvas').length >= 3 && 'begin' in window);
  await page.waitForTimeout(1500);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const busyUntilNow = async () =>
    (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const before = await busyUntilNow();
  const frames = await page.evaluate(
    (ms) =>
      new Promise((resolve) => {
        const times = [];
        const start = performance.now();
        let last = start;
        const frame = (now) => {
          times.push(now - last);
          last = now;
          if (now - start < ms) requestAnimationFrame(frame);
          else resolve(times.slice(1));
        };
        window.begin();
        requestAnimationFrame(frame);
      }),
    (SECONDS - 0.5) * 1000,
  );
  const busy = ((await busyUntilNow()) - before) / (SECONDS - 0.5);
  await page.close();
  frames.sort((a, b) => a - b);
  const at = (share) => frames[Math.min(frames.length - 1, Math.floor(share * frames.length))];
  return {
    middle: at(0.5),
    late: at(0.95),
    worst: frames.at(-1),
    inTime: frames.filter((time) => time <= 34).length / frames.length,
    busy,
  };
}

const say = (name, { middle, late, worst, inTime, busy }) =>
  console.log(
    `${name.padEnd(26)} frames: median ${middle.toFixed(1)} ms, 95th of 100 ${late.toFixed(1)} ms, longest ${worst.toFixed(0)} ms; ${(100 * inTime).toFixed(1)}% within 34 ms; main thread busy ${(100 * busy).toFixed(1)}%`,
  );

const pages = { panel: await bundlePage(panel), plain: await bundlePage(plain) };
const { server, address } = await serve(pages);
const { browser } = await startBrowser();
try {
  console.log(
    `${POINTS.toLocaleString('en-US')} steps, ${(1000 / POST.every) * POST.steps} new ones a second, ${SIZE.width} × ${SIZE.height}`,
  );
  const ours = await measure(browser, `${address}/panel`);
  say('the training panel', ours);
  const theirs = await measure(browser, `${address}/plain`);
  say('uPlot with every point', theirs);
  console.log(`the panel as a whole uses ${(ours.busy / theirs.busy).toFixed(2)} of the main thread's time that the bare charts do`);
  if (process.argv.includes('--check') && (ours.inTime < LIMITS.inTime || ours.busy > LIMITS.busy)) {
    console.error(
      `Too slow: at least ${100 * LIMITS.inTime}% of the frames within 34 ms and at most ${100 * LIMITS.busy}% busy are promised.`,
    );
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  server.close();
}
