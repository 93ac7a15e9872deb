import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Layerwise } from '../../src/extension';
import type { Run } from '../../src/host/runs/run';
import type { ToRuntimes } from '../../src/protocol/runtimesPage';
import type { TrainOptions } from '../../src/host/training/train';
import { closeEditors, designText, layerwise, listen, MNIST, openDesigner, until, workspaceFolder, writeDesign } from './editor';

const SHORT: TrainOptions = { limit: 64, epochs: 1 };
const LONG: TrainOptions = { limit: 2000, epochs: 10_000 };

suite('Runtimes', () => {
  let parts: Layerwise;
  const changed = new Set<string>();
  suiteSetup(async () => {
    parts = await layerwise();
  });
  teardown(async () => {
    await Promise.all(parts.runs.active.map((run) => run.stop()));
    for (const key of changed) await set(key, undefined);
    changed.clear();
    await closeEditors();
  });

  async function set(key: string, value: unknown) {
    changed.add(key);
    await vscode.workspace.getConfiguration('layerwise').update(key, value, vscode.ConfigurationTarget.Workspace);
  }

  async function start(name: string, options: TrainOptions): Promise<Run> {
    const uri = await writeDesign(`${name}.layerwise.json`, designText({ training: MNIST }));
    const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, options);
    const run = parts.runs.byId(id);
    assert.ok(run, 'the run has started');
    return run;
  }

  test('are checked in another process, and shown as a page', async () => {
    const text = await vscode.commands.executeCommand<string>('layerwise.checkRuntimes');
    assert.match(text, /^# Runtimes on this machine\n\nLayerwise \d+\.\d+\.\d+, Node v\d+/);
    assert.match(text, /\n## (TensorFlow [\d.]+ · |TensorFlow: not available\n\n\w)/);
    assert.match(text, /\n## WebAssembly/);
    assert.match(text, /\n## JavaScript · CPU/);
    await until('its tab', () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => /Runtimes/.test(label)));
  });

  test('a setting that names no TensorFlow is the reason why there is none, and the others are tried', async () => {
    await set('python', '/nowhere/python');
    const told: ToRuntimes[] = [];
    const listening = parts.runtimes.onDidPost((message) => told.push(message));
    await vscode.commands.executeCommand('layerwise.checkRuntimes');
    listening.dispose();
    assert.equal(told[0]?.type, 'examining');
    const last = told.at(-1);
    assert.ok(last?.type === 'examined', JSON.stringify(last));
    assert.equal(last.named, 'layerwise.python');
    const [tensorflow, wasm] = last.examination.runtimes;
    assert.match(tensorflow?.reason ?? '', /layerwise\.python names \/nowhere\/python.*There is no such file/);
    assert.equal(wasm?.available, true);
  });

  test('a Node that is none is said on the page, with the setting', async () => {
    await set('node', '/nowhere/node');
    const told: ToRuntimes[] = [];
    const listening = parts.runtimes.onDidPost((message) => told.push(message));
    await vscode.commands.executeCommand('layerwise.checkRuntimes');
    listening.dispose();
    const last = told.at(-1);
    assert.ok(last?.type === 'notExamined', JSON.stringify(last));
    assert.equal(last.setting, 'layerwise.node');
    assert.match(last.failure?.cause ?? '', /no such file/);
  });

  for (const [key, value] of [
    ['runtime', 'gpu'],
    ['node', '/nowhere/node'],
    ['python', '/nowhere/python'],
    ['tensorflow.folder', '/nowhere'],
  ] as const)
    test(`nothing is started with a wrong layerwise.${key}`, async () => {
      await set(key, value);
      const before = parts.runs.all.length;
      const uri = await writeDesign('setting.layerwise.json', designText({ training: MNIST }));
      // The message waits for a person: the command is over when it is gone.
      void vscode.commands.executeCommand('layerwise.train', uri, SHORT);
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.equal(parts.runs.all.length, before);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

  test('a run is told where a TensorFlow may be, and how much memory it may hold', async () => {
    const run = await start('places', SHORT);
    const { places, memoryLimit, runtime } = run.request.options;
    assert.deepEqual(places?.workspace, [workspaceFolder()]);
    assert.match(places?.storage ?? '', /layerwise\.layerwise$/);
    assert.equal(places?.path, true);
    assert.equal(runtime, 'auto');
    assert.ok((memoryLimit ?? 0) > 500);
    await run.ended;
    assert.equal(run.state.phase, 'finished', JSON.stringify(run.state.failure));
  });

  test('the Node of the setting trains', async () => {
    await set('node', process.execPath);
    await set('runtime', 'wasm');
    const run = await start('node', SHORT);
    assert.equal(run.request.node, process.execPath);
    await run.ended;
    assert.equal(run.state.phase, 'finished', JSON.stringify(run.state.failure));
    assert.equal(run.state.runtime?.name, 'wasm');
  });

  test('so does one that is written as layerwise.runtime.node, which VS Code takes for a part of layerwise.runtime', async () => {
    const folder = vscode.Uri.joinPath(vscode.Uri.file(workspaceFolder()), '.vscode');
    const file = vscode.Uri.joinPath(folder, 'settings.json');
    const settings = { 'layerwise.runtime.node': process.execPath };
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(settings)));
    try {
      await until('the setting', () => typeof vscode.workspace.getConfiguration('layerwise').get('runtime') === 'object');
      const run = await start('within', SHORT);
      assert.equal(run.request.node, process.execPath);
      assert.equal(run.request.options.runtime, 'auto');
      await run.ended;
    } finally {
      await vscode.workspace.fs.delete(file);
      await until('it is gone', () => vscode.workspace.getConfiguration('layerwise').get('runtime') === 'auto');
    }
  });

  test('a run that holds more memory than the setting allows is ended, with cause and way out', async () => {
    await set('memoryLimit', 30);
    await set('runtime', 'wasm');
    const run = await start('large', LONG);
    await run.ended;
    assert.equal(run.state.phase, 'failed');
    assert.match(run.state.failure?.message ?? '', /ended because it held [\d,]+ MB of memory/);
    assert.match(run.state.failure?.cause ?? '', /limit is 30 MB/);
    assert.match(run.state.failure?.next ?? '', /layerwise\.memoryLimit/);
  });

  test('the designer names the runtime of the last run, until another one is chosen', async () => {
    const uri = await writeDesign('label.layerwise.json', designText({ training: MNIST }));
    const panel = await openDesigner(uri);
    const told = listen(panel);
    const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, SHORT);
    await parts.runs.byId(id)?.ended;
    const { runtime } = parts.runs.byId(id)?.state ?? {};
    assert.ok(runtime);
    await vscode.commands.executeCommand('layerwise.openDesigner', uri);
    await until('its label', () => told.of('settingsChanged').at(-1)?.runtimeLabel.endsWith(` · ${runtime.device}`));
    assert.match(told.of('runChanged').at(-1)?.run?.runtime ?? '', new RegExp(` · ${runtime.device}$`));
    await set('runtime', 'cpu');
    await until('the other one', () => told.of('settingsChanged').at(-1)?.runtimeLabel === 'Plain JavaScript');
  });

  test('a run fails in words where TensorFlow is asked for and cannot be had, and trains on the embedded one', async () => {
    await set('runtime', 'tensorflow');
    await set('tensorflow.folder', workspaceFolder());
    const run = await start('no-tensorflow', SHORT);
    await run.ended;
    assert.equal(run.state.phase, 'failed');
    assert.match(run.state.failure?.message ?? '', /tensorflow/i);
    assert.ok(run.state.failure?.cause && run.state.failure.next);
    assert.equal(run.state.failure.runtime, 'tensorflow');
    const before = parts.runs.all.length;
    await parts.training.receive({ type: 'startTraining', runtime: 'wasm' });
    const again = await until('another run', () => parts.runs.all.length > before && parts.runs.all.at(-1));
    await again.ended;
    assert.equal(again.state.phase, 'finished', JSON.stringify(again.state.failure));
    assert.equal(again.state.runtime?.name, 'wasm');
  });

  test('whatever chooses a program is ignored where the workspace is not trusted', () => {
    const manifest: unknown = vscode.extensions.getExtension('layerwise.layerwise')?.packageJSON;
    const { capabilities, contributes } = manifest as {
      capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
      contributes: { configuration: { properties: Record<string, { scope?: string }> } };
    };
    const restricted = capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const key of ['layerwise.runtime', 'layerwise.node', 'layerwise.python', 'layerwise.tensorflow.folder']) {
      assert.ok(restricted.includes(key), key);
      assert.equal(contributes.configuration.properties[key]?.scope, 'machine-overridable');
    }
  });
});
