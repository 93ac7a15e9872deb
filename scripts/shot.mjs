// Pictures of the real workbench, to look at what a change shows a person. CONTRIBUTING.md says how to use it.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startBrowser } from '../test/workbench/browser.mjs';
import { scratchFolder } from '../test/workbench/scratch.mjs';
import { startServer } from '../test/workbench/server.mjs';
import { openWorkbench, THEMES } from '../test/workbench/session.mjs';
import { stageExtension } from '../test/workbench/stage.mjs';
import { step } from './progress.mjs';

const { values: options } = parseArgs({
  options: {
    theme: { type: 'string', default: 'dark' },
    open: { type: 'string', default: 'mnist-bn.layerwise.json' },
    out: { type: 'string', default: 'out/shots' },
    size: { type: 'string', default: '1400x900' },
    steps: { type: 'string' },
    training: { type: 'boolean', default: false },
    from: { type: 'string' },
    untrusted: { type: 'boolean', default: false },
  },
});
const themes = options.theme === 'all' ? Object.keys(THEMES) : options.theme.split(',');
const unknown = themes.find((theme) => !(theme in THEMES));
if (unknown) throw new Error(`There is no theme ${unknown}; there are ${Object.keys(THEMES).join(', ')}.`);
const [width, height] = options.size.split('x').map(Number);
const steps = options.steps && (await import(pathToFileURL(path.resolve(options.steps)).href)).default;
const { folder: staging } = scratchFolder('layerwise-extension');
let server, started;
try {
  const extension = await step('Building the extension', () => stageExtension(staging, { partly: true }));
  [server, started] = await step('Starting the workbench', () => Promise.all([startServer({ extension }), startBrowser()]));
  for (const theme of themes) await step(`Theme ${theme}`, () => take(theme));
} finally {
  await Promise.all([started?.browser.close(), server?.close()]);
}

async function take(theme) {
  const session = await openWorkbench({
    server,
    browser: started.browser,
    theme,
    size: { width, height },
    screenshots: path.resolve(options.out),
    trusted: !options.untrusted,
    ...(options.from ? { from: path.resolve(options.from) } : {}),
  });
  const shot = async (name) => console.log(`  ${await session.screenshot(`${name}-${theme}`)}`);
  try {
    if (options.open) await session.openFile(options.open);
    if (steps) await steps({ ...session, theme, shot });
    else {
      await session
        .designer()
        .locator('#root > *')
        .first()
        .waitFor({ timeout: 20_000 })
        .catch(() => console.log('  The designer shows nothing after 20 s.'));
      await session.page.waitForTimeout(1000);
      await shot('designer');
      if (options.training) {
        await session.command('Layerwise: Show Training');
        await session
          .training()
          .locator('#root > *')
          .first()
          .waitFor({ timeout: 20_000 })
          .catch(() => console.log('  The training panel shows nothing after 20 s.'));
        await session.page.waitForTimeout(1000);
        await shot('training');
      }
    }
  } catch (error) {
    await shot('failed');
    throw error;
  } finally {
    for (const failure of session.failures) console.log(`  page error: ${failure}`);
    for (const line of session.messages) console.log(`  console: ${line}`);
    await session.close();
  }
}
