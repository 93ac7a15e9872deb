// The browser of the tests and screenshots: Playwright's own where it can be downloaded, else one of this machine, else Debian's.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { run, step } from '../../scripts/progress.mjs';
import { reachable } from './folders.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const APPLICATIONS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

function onPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const places = [...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...APPLICATIONS];
  return places.find((place) => existsSync(place));
}

/**
 * Finds or installs a Chromium. `LAYERWISE_BROWSER` names one to use instead.
 * @returns {Promise<{ executablePath: string, label: string }>}
 */
export async function installBrowser() {
  const named = process.env.LAYERWISE_BROWSER;
  if (named) return { executablePath: named, label: named };
  const own = { executablePath: chromium.executablePath(), label: "Playwright's Chromium" };
  if (existsSync(own.executablePath)) return own;
  if (await reachable('https://cdn.playwright.dev')) {
    const cli = path.join(path.dirname(new URL(import.meta.resolve('playwright-core')).pathname), 'cli.js');
    const done = await step("Downloading Playwright's Chromium (once)", () =>
      run(process.execPath, [cli, 'install', 'chromium', '--no-shell']),
    ).then(
      () => true,
      (error) => void console.log(`  not possible: ${error.message.split('\n')[0]}`),
    );
    if (done) return own;
  }
  const found = onPath();
  if (found) return { executablePath: found, label: found };
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    await step("Installing Debian's Chromium (once)", async () => {
      await run('apt-get', ['update']);
      await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']);
    });
    const installed = onPath();
    if (installed) return { executablePath: installed, label: `${installed} (Debian's package)` };
  }
  throw new Error(
    "No Chromium was found and Playwright's could not be downloaded. Install Chromium or Chrome, or name one in LAYERWISE_BROWSER.",
  );
}

/** A headless browser that reaches this machine only. */
export async function startBrowser() {
  const { executablePath, label } = await installBrowser();
  return { browser: await chromium.launch({ executablePath, args: QUIET }), label };
}
