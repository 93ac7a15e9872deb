// How long a person waits in the designer: until a model is shown, while it is scrolled, and after a key. Chains and branches
// of up to 10,000 layers, beside a page that only echoes a text field, React Flow as its documentation shows it (all nodes
// given to it), and Netron where a Python has it: `node bench/designer.mjs [--check] [--write] [--layers 100,1000] [--only chain]`.
// `--check` ends with 1 where a promise is missed. The browser paints at once here instead of waiting for the screen, so that
// the times are those of the work.
import os from 'node:os';
import { chromium } from 'playwright-core';
import { installBrowser } from '../test/workbench/browser.mjs';
import { keys, opening, scrolling } from './designer/measure.mjs';
import { findNetron, netronOpening } from './designer/netron.mjs';
import { servePages } from './designer/pages.mjs';
import { writePart } from './product/page.mjs';

const SIZE = { width: 1400, height: 850 };
/** What is promised, by the number of layers. */
const PROMISED = { 100: { typing: 16 }, 1000: { opening: 1000, scrolling: 16.7, typing: 50, adding: 50 }, 10000: { opening: 5000 } };
const PATIENCE = 30_000;
const asked = process.argv[process.argv.indexOf('--layers') + 1];
const COUNTS = process.argv.includes('--layers') ? asked.split(',').map(Number) : [100, 1000, 10000];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const SHAPES = ['chain', 'branches'].filter((shape) => only === undefined || shape === only);

const COLUMNS = ['opening', 'scrolling', 'typing', 'adding'];
const ms = (time) => (time === undefined ? '' : time < 100 ? time.toFixed(1) : time.toFixed(0));

/** The designer, with what is typed into the first layer and with copies of it. */
async function designer(browser, address, shape, layers) {
  const page = await browser.newPage({ viewport: SIZE });
  page.on('pageerror', (error) => console.error(error));
  const opened = await opening(page, `${address}/designer?shape=${shape}&layers=${layers}`, PATIENCE);
  const frame = await scrolling(page, '.react-flow__pane');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  // A copy, its answer from the host, and time until the next: more would be of many edits at once.
  const copied = await keys(
    page,
    Array.from({ length: 10 }, () => 'd'),
    { pause: 300, skip: 2 },
  );
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const typed = await keys(
    page,
    Array.from({ length: 44 }, (_, i) => (i % 2 === 0 ? '5' : 'Backspace')),
    { event: 'input', skip: 8 },
  );
  await page.close();
  return { opening: opened, scrolling: frame.median, typing: typed.median, adding: copied.median };
}

async function reactFlow(browser, address, layers) {
  const page = await browser.newPage({ viewport: SIZE });
  const opened = await opening(page, `${address}/reactFlow?shape=chain&layers=${layers}`, PATIENCE);
  const frame = opened === undefined ? undefined : await scrolling(page, '.react-flow__pane', 40);
  await page.close();
  return { opening: opened, scrolling: frame?.median };
}

async function echo(browser, address) {
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(`${address}/echo`);
  await page.locator('.echo').focus();
  const typed = await keys(
    page,
    Array.from({ length: 44 }, (_, i) => (i % 2 === 0 ? '5' : 'Backspace')),
    { event: 'input', skip: 8 },
  );
  await page.close();
  return { typing: typed.median };
}

const rows = [];
const notes = [];
function tell(what, layers, times, isOurs = false) {
  rows.push([what, layers === undefined ? '' : layers.toLocaleString('en-US'), ...COLUMNS.map((column) => ms(times[column]))]);
  console.log(
    `${what.padEnd(40)} ${String(layers ?? '').padStart(6)}  ${COLUMNS.map((column) => `${column} ${ms(times[column]) || '–'}`).join('  ')}`,
  );
  for (const [column, limit] of Object.entries((isOurs && PROMISED[layers]) || {})) {
    if (times[column] !== undefined && times[column] <= limit) continue;
    const line = `Missed: ${column} with ${layers.toLocaleString('en-US')} layers takes ${ms(times[column]) || 'too long'} ms, ${limit} are promised.`;
    notes.push(line);
    if (process.argv.includes('--check')) process.exitCode = 1;
  }
}

const { address, close } = await servePages();
const { executablePath, label } = await installBrowser();
const browser = await chromium.launch({
  executablePath,
  args: ['--disable-gpu', '--disable-frame-rate-limit', '--disable-gpu-vsync', '--no-first-run'],
});
try {
  tell('A text field alone', undefined, await echo(browser, address));
  for (const layers of COUNTS)
    for (const shape of SHAPES) tell(`Layerwise, ${shape}`, layers, await designer(browser, address, shape, layers), true);
  for (const layers of only === undefined ? COUNTS : [])
    tell('React Flow with all nodes, chain', layers, await reactFlow(browser, address, layers));
  const netron = only === undefined ? findNetron() : undefined;
  if (only !== undefined) notes.push(`Only ${only} was measured.`);
  else if (!netron) notes.push('Netron was not measured: no Python here has it (`pip install netron`; LAYERWISE_NETRON_PYTHON names one).');
  else
    for (const layers of COUNTS) {
      const opened = await netronOpening(browser, netron, 'chain', layers, { timeout: PATIENCE, viewport: SIZE });
      tell(`Netron ${netron.version}, chain`, layers, { opening: opened });
      if (opened === undefined) notes.push(`Netron had not drawn ${layers.toLocaleString('en-US')} layers after ${PATIENCE / 1000} s.`);
    }
} finally {
  await browser.close();
  close();
}
for (const note of notes) console.log(note);
if (process.argv.includes('--write')) {
  const [{ model }] = os.cpus();
  const head = ['', 'Layers', 'opens, ms', 'a frame while scrolling, ms', 'a key in a field, ms', 'a copied layer, ms'];
  const table = [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const facts = [`Measured on ${new Date().toISOString().slice(0, 10)}: ${model}, ${os.cpus().length} cores, ${label}, without a GPU.`];
  await writePart('designer', [facts.join('\n'), table, notes.map((note) => `- ${note}`).join('\n')].filter(Boolean).join('\n\n'));
}
