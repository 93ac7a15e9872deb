import { beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../../../src/core/failure';
import type { ToRuntimes } from '../../../../src/protocol/runtimesPage';
import { RuntimesPage } from '../../../../src/host/runtime/runtimesPage';

type Examined = Extract<ToRuntimes, { type: 'examined' }>;
interface Change {
  affectsConfiguration(setting: string): boolean;
}

const editor = vi.hoisted(() => ({
  copied: '',
  runtime: 'auto',
  change: (_: Change): void => undefined,
  look: (): void => undefined,
  panel: { visible: true },
}));

vi.mock('vscode', () => {
  const nothing = { dispose: () => undefined };
  class EventEmitter {
    private readonly listeners: ((value: unknown) => void)[] = [];
    event = (listener: (value: unknown) => void) => (this.listeners.push(listener), nothing);
    fire = (value: unknown) => this.listeners.forEach((listener) => listener(value));
    dispose = () => undefined;
  }
  const panel = Object.assign(editor.panel, {
    webview: { onDidReceiveMessage: () => nothing, asWebviewUri: String, postMessage: () => undefined, html: '' },
    onDidChangeViewState: (listener: () => void) => (editor.look = listener),
    onDidDispose: () => nothing,
    reveal: () => undefined,
  });
  return {
    EventEmitter,
    ViewColumn: { Active: -1 },
    Uri: { joinPath: (...parts: unknown[]) => parts.join('/') },
    l10n: {},
    env: { clipboard: { writeText: (text: string) => Promise.resolve((editor.copied = text)) } },
    window: { createWebviewPanel: () => panel, setStatusBarMessage: () => undefined },
    workspace: {
      onDidChangeConfiguration: (listener: typeof editor.change) => ((editor.change = listener), nothing),
      getConfiguration: () => ({ get: () => editor.runtime, inspect: () => undefined }),
    },
  };
});

const found: Examined = {
  type: 'examined',
  examination: { layerwise: '1.0.0', node: 'v20', platform: 'linux x64', cpus: 2, memory: 1e9, runtimes: [] },
  chosen: 'auto',
  canSetUp: true,
};

/** A page whose examinations end when they are told to. */
function open() {
  const trials: { readonly end: (state: ToRuntimes) => void; readonly fail: (error: unknown) => void }[] = [];
  const told: ToRuntimes[] = [];
  const page = new RuntimesPage({} as never, (signal) => {
    return new Promise((end, fail) => {
      signal.addEventListener('abort', () => fail(new Error('aborted')));
      trials.push({ end, fail });
    });
  });
  page.onDidPost((message) => told.push(message));
  return { page, trials, told };
}

const changed = (setting: string) => editor.change({ affectsConfiguration: (asked) => asked === setting });
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  editor.copied = '';
  editor.runtime = 'auto';
  editor.panel.visible = true;
});

test('what was found before stays, with its report, where trying it again is cancelled', async () => {
  const { page, trials, told } = open();
  const shown = page.show();
  trials[0]!.end(found);
  expect(await shown).toMatch(/^# Runtimes/);
  const again = page.receive({ type: 'examine' });
  await page.receive({ type: 'cancel' });
  await again;
  expect(told.at(-1)).toEqual({ type: 'notExamined' });
  await page.receive({ type: 'copyReport' });
  expect(editor.copied).toMatch(/^# Runtimes/);
  // The page was hidden and comes anew.
  told.length = 0;
  await page.receive({ type: 'ready' });
  expect(told).toEqual([found, { type: 'notExamined' }]);
});

test('nothing is left of it where they could not be tried', async () => {
  const { page, trials, told } = open();
  const shown = page.show();
  trials[0]!.end(found);
  await shown;
  const again = page.receive({ type: 'examine' });
  trials[1]!.fail(new Failure('It ended.', { next: 'Look.' }));
  await again;
  expect(told.at(-1)).toEqual({ type: 'notExamined', failure: { message: 'It ended.', next: 'Look.' } });
  await page.receive({ type: 'copyReport' });
  expect(editor.copied).toBe('');
});

test('another choice is said at once; for another program all is tried again when the page is looked at', async () => {
  const { page, trials, told } = open();
  const shown = page.show();
  trials[0]!.end(found);
  await shown;
  editor.runtime = 'wasm';
  changed('layerwise.runtime');
  expect(told.at(-1)).toEqual({ ...found, chosen: 'wasm' });
  editor.panel.visible = false;
  changed('layerwise.python');
  changed('layerwise.python');
  expect(trials).toHaveLength(1);
  editor.panel.visible = true;
  editor.look();
  expect(trials).toHaveLength(2);
  trials[1]!.end(found);
  await settled();
  editor.look();
  expect(trials).toHaveLength(2);
});
