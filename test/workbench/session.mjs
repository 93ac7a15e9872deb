// One window of the workbench on a fresh copy of some files, as the tests and the screenshots use it.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './root.mjs';
import { scratchFolder } from './scratch.mjs';
import { workbenchAddress } from './server.mjs';

export const examples = path.join(root, 'examples');

export const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

/** A workbench that shows nothing but the folder: no welcome page, no advice, no update checks. */
export const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
};

/**
 * @param {object} options
 * @param {import('./server.mjs').Server} options.server
 * @param {import('playwright-core').Browser} options.browser
 * @param {string} [options.from] the folder whose copy is opened: by default the examples
 * @param {Record<string, string>} [options.files] text by name, put into the copy
 * @param {Record<string, unknown>} [options.settings] the user's settings
 * @param {keyof typeof THEMES} [options.theme]
 * @param {boolean} [options.trusted] whether the folder is trusted
 * @param {{ width: number, height: number }} [options.size]
 * @param {string} [options.screenshots] where `screenshot` puts its pictures
 */
export async function openWorkbench({
  server,
  browser,
  from = examples,
  files = {},
  settings = {},
  theme = 'dark',
  trusted = true,
  size = { width: 1400, height: 900 },
  screenshots = tmpdir(),
}) {
  const { folder: parent, remove } = scratchFolder('layerwise-folder');
  const folder = path.join(parent, path.basename(from));
  cpSync(from, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const trust = trusted
    ? { 'security.workspace.trust.enabled': false }
    : { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
  writeFileSync(
    server.userSettings,
    JSON.stringify({ ...QUIET, ...trust, 'git.enabled': false, 'workbench.colorTheme': THEMES[theme], ...settings }),
  );

  const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1, permissions: ['clipboard-read', 'clipboard-write'] });
  // For what never comes; what a busy machine takes its time for does.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  await page.addInitScript(nameWebviews);
  /** @type {string[]} */
  const failures = [];
  page.on('pageerror', (error) => failures.push(String(error.stack ?? error)));
  /** Errors that the extension's own pages print, among them what their content security policy blocks. */
  /** @type {string[]} */
  const messages = [];
  page.on('console', (message) => {
    const ours = /layerwise/i.test(`${message.location().url} ${message.text()}`);
    if (message.type() === 'error' && ours) messages.push(message.text());
  });

  const close = async () => {
    await context.close();
    remove();
  };
  try {
    await page.goto(workbenchAddress(server.origin, folder, { skipWelcome: 'true' }));
    await page.locator('.monaco-workbench').waitFor();
    await ready(page);
  } catch (error) {
    await close();
    throw error;
  }

  /**
   * Asks the workbench's box of commands and files, and takes what it has chosen once what is wanted is in its list. F1 opens it whatever is
   * asked for: the key for files, pressed once more while the box is there, takes another file when it is let go.
   */
  const pick = async (asked, wanted) => {
    const input = page.locator('.quick-input-widget .quick-input-box input');
    // A box that was just closed gives the focus back a moment later, and takes a new one with it.
    for (let tries = 3; ; tries--) {
      await page.keyboard.press('F1');
      const opened = input.waitFor({ timeout: tries > 1 ? 5000 : 60_000 });
      if (
        await opened.then(
          () => true,
          (error) => tries === 1 && Promise.reject(error),
        )
      )
        break;
    }
    await input.fill(asked);
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: wanted }).first().waitFor();
    await rows.and(page.locator('.focused')).first().waitFor();
    await page.keyboard.press('Enter');
  };

  /** Runs a command by the title that the palette shows. */
  const command = (title) => pick(`>${title}`, title);

  /** Opens a file of the folder; a design opens in the designer. */
  const openFile = async (name) => {
    const tab = page.locator('.tab.active', { hasText: path.basename(name) });
    // The list is filled in two goes; what is taken between them is lost.
    for (let tries = 3; ; tries--) {
      await pick(name, path.basename(name));
      const shown = tab.waitFor({ timeout: tries > 1 ? 5000 : 60_000 });
      if (
        await shown.then(
          () => true,
          (error) => tries === 1 && Promise.reject(error),
        )
      )
        break;
    }
  };

  /** One of the extension's pages, in the webview that shows it now: the workbench nests it in a frame of a frame. */
  const webview = (name) =>
    page.frameLocator(`iframe.webview.ready[data-page="${name}"]:visible >> nth=0`).frameLocator('iframe#active-frame');
  const designer = () => webview('designer');
  const training = () => webview('training');
  const evaluation = () => webview('evaluation');
  const runtimes = () => webview('runtimes');
  /** A comparison; of a diff editor one side: VS Code's names for them are `original` and `modified`. */
  const compare = (side = '') =>
    page
      .frameLocator(`iframe.webview.ready${side && `.${side}`}[data-page="compare"]:visible >> nth=0`)
      .frameLocator('iframe#active-frame');

  /** The problems of VS Code's Problems panel, each as one line of text. */
  const problems = async () => {
    await command('Problems: Focus on Problems View');
    const rows = page.locator('.markers-panel-container .monaco-list-row');
    return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? element.textContent));
  };

  const screenshot = async (name) => {
    mkdirSync(screenshots, { recursive: true });
    const file = path.join(screenshots, `${name}.png`);
    await page.screenshot({ path: file });
    return file;
  };

  /** Loads the window again. Only the command lets the workbench write what it keeps before it goes. */
  const reload = async () => {
    await Promise.all([page.waitForEvent('load'), command('Developer: Reload Window')]);
    await page.locator('.monaco-workbench').waitFor();
    await ready(page);
  };

  return {
    page,
    context,
    folder,
    failures,
    messages,
    command,
    openFile,
    designer,
    training,
    evaluation,
    runtimes,
    compare,
    problems,
    screenshot,
    reload,
    close,
  };
}

/** Runs in the workbench: gives each webview's frame the name of the bundle that it shows, since the workbench gives it none. */
function nameWebviews() {
  if (window !== window.top) return;
  setInterval(() => {
    for (const frame of document.querySelectorAll('iframe.webview')) {
      const inner = /** @type {HTMLIFrameElement} */ (frame).contentDocument?.querySelector('iframe#active-frame');
      const script = /** @type {HTMLIFrameElement | null} */ (inner)?.contentDocument?.querySelector('script[src*="/dist/"]');
      const name = /\/dist\/(\w+)\.js/.exec(script?.getAttribute('src') ?? '')?.[1];
      if (name) frame.setAttribute('data-page', name);
    }
  }, 100);
}

/** Before extensions are registered and the workbench is through its start, a file may open as plain text. */
async function ready(page) {
  await page.waitForFunction(
    () =>
      performance.getEntriesByName('code/didLoadExtensions').length &&
      performance.getEntriesByName('code/LifecyclePhase/Eventually').length,
  );
}
