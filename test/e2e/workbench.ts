// One server and one browser for all tests of a run; each `openWorkbench` is a window on a fresh copy of the examples.
import path from 'node:path';
import { startBrowser } from '../workbench/browser.mjs';
import { root } from '../workbench/root.mjs';
import { type Server, startServer } from '../workbench/server.mjs';
import { openWorkbench as open } from '../workbench/session.mjs';

export type Workbench = Awaited<ReturnType<typeof open>>;
export type WorkbenchOptions = Omit<Parameters<typeof open>[0], 'server' | 'browser' | 'screenshots'>;

let shared: Promise<[Server, Awaited<ReturnType<typeof startBrowser>>]> | undefined;
const windows = new Set<Workbench>();

async function start() {
  const { LAYERWISE_VSIX: vsix, LAYERWISE_EXTENSION: extension } = process.env;
  const [server, started] = await Promise.all([startServer({ vsix, extension }), startBrowser()]);
  console.log(`  (shown by ${started.label})`);
  return [server, started] satisfies [Server, Awaited<ReturnType<typeof startBrowser>>];
}

/** Opens a window. Pictures of the test go to out/e2e. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  shared ??= start();
  const [server, { browser }] = await shared;
  const workbench = await open({ ...options, server, browser, screenshots: path.join(root, 'out/e2e') });
  windows.add(workbench);
  return {
    ...workbench,
    close: async () => {
      windows.delete(workbench);
      await workbench.close();
    },
  };
}

/** What a failed test leaves to look at. */
export async function pictureAll(name: string): Promise<void> {
  let number = 0;
  for (const { screenshot, failures, messages } of windows) {
    const file = await screenshot(`failed ${name} ${++number}`.replace(/[^\w-]+/g, '-'));
    console.log([`    picture: ${file}`, ...failures, ...messages].join('\n    '));
  }
}

export async function closeAll(): Promise<void> {
  for (const workbench of windows) await workbench.close();
  if (!shared) return;
  const [server, { browser }] = await shared;
  await Promise.all([browser.close(), server.close()]);
}
