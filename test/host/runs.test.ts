import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Layerwise } from '../../src/extension';
import type { Run } from '../../src/host/runs/run';
import { readRecord } from '../../src/host/runs/runFolder';
import type { RunEvent } from '../../src/core/training/events';
import type { RangeResult } from '../../src/core/training/rangeTest';
import type { StepMeasurement } from '../../src/protocol/stepMeasurement';
import type { TrainOptions } from '../../src/host/training/train';
import {
  closeEditors,
  designText,
  inWorkspace,
  layerwise,
  MNIST,
  openDesigner,
  listen,
  until,
  workspaceFolder,
  writeDesign,
} from './editor';

/** So long that a test ends it. */
const LONG: TrainOptions = { limit: 2000, epochs: 10_000 };

suite('Training', () => {
  let parts: Layerwise;
  suiteSetup(async () => {
    parts = await layerwise();
  });
  teardown(async () => {
    await Promise.all(parts.runs.active.map((run) => run.stop()));
    await closeEditors();
  });

  async function start(name: string, options: TrainOptions, text = designText({ training: MNIST })): Promise<Run> {
    const uri = await writeDesign(`${name}.layerwise.json`, text);
    const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, options);
    const run = parts.runs.byId(id);
    assert.ok(run, 'the run has started');
    return run;
  }

  const learning = (run: Run) => until('it learns', () => run.state.phase === 'running' && run.state.step > 0);

  test('a design is trained in a child process, and its folder holds all of it', async () => {
    const seen: RunEvent['type'][] = [];
    const listening = parts.runs.onDidChange((_run, events) => seen.push(...events.map(({ type }) => type)));
    const run = await start('short', { limit: 640, epochs: 2 });
    await run.ended;
    listening.dispose();
    const { state } = run;
    assert.equal(state.phase, 'finished', JSON.stringify(state.failure));
    assert.equal(state.epochLogs.length, 2);
    assert.equal(state.steps.step.length, 2 * state.stepsPerEpoch);
    for (const type of ['started', 'steps', 'epoch', 'checkpoint', 'finished'] as const) assert.ok(seen.includes(type), type);
    assert.equal(seen.at(-1), 'finished');
    assert.notEqual(run.pid, process.pid);
    const folder = run.request.options.folder;
    assert.equal(path.dirname(folder), path.join(workspaceFolder(), '.layerwise', 'runs'));
    assert.match(path.basename(folder), /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-short$/);
    const files = await readdir(folder, { recursive: true });
    for (const file of ['design.layerwise.json', 'run.json', 'metrics.jsonl', path.join('checkpoints', 'best.safetensors')])
      assert.ok(files.includes(file), file);
    assert.equal((await readRecord(folder))?.phase, 'finished');
    assert.equal(
      await readFile(path.join(workspaceFolder(), '.layerwise', '.gitignore'), 'utf8').then((text) => text.includes('\n*\n')),
      true,
    );
    assert.equal(parts.statusBar.text, undefined, 'the status bar is empty again');
  });

  test('what is on screen is trained, and it is said that it is not saved', async () => {
    const uri = await writeDesign('dirty.layerwise.json', designText({ training: MNIST }));
    const panel = await openDesigner(uri);
    panel.receive({ type: 'edit', id: 1, edit: { type: 'setField', layer: 'hidden', field: 'units', value: 7 } });
    await until('the edit', () => panel.document.isDirty);
    const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, { limit: 64, epochs: 1 });
    const run = parts.runs.byId(id);
    await run?.ended;
    assert.match(await readFile(path.join(run?.request.options.folder ?? '', 'design.layerwise.json'), 'utf8'), /"units": 7/);
    assert.ok(run?.state.notes.some(({ message }) => message.includes('not saved')));
  });

  test('a design that was never saved is trained in the workspace folder', async () => {
    const uri = inWorkspace('never-saved.layerwise.json').with({ scheme: 'untitled' });
    const panel = await openDesigner(uri);
    const change = new vscode.WorkspaceEdit();
    change.insert(uri, new vscode.Position(0, 0), designText({ training: MNIST }));
    await vscode.workspace.applyEdit(change);
    const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, { limit: 64, epochs: 1 });
    const run = parts.runs.byId(id);
    await run?.ended;
    assert.equal(run?.state.phase, 'finished', JSON.stringify(run?.state.failure));
    assert.equal(run.state.name, 'never-saved');
    assert.equal(panel.document.isUntitled, true);
    await vscode.window.showTextDocument(panel.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('pause, resume and stop, from the designer', async () => {
    const uri = await writeDesign('controls.layerwise.json', designText({ training: MNIST }));
    const panel = await openDesigner(uri);
    const told = listen(panel);
    const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, LONG);
    const run = parts.runs.byId(id);
    assert.ok(run);
    await learning(run);
    panel.receive({ type: 'pauseTraining' });
    await until('it pauses', () => run.state.phase === 'paused');
    const { step } = run.state;
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(run.state.step, step, 'no step is made meanwhile');
    assert.match(parts.statusBar.text ?? '', /controls .* paused/);
    panel.receive({ type: 'resumeTraining' });
    await until('it goes on', () => run.state.phase === 'running' && run.state.step > step);
    panel.receive({ type: 'stopTraining' });
    await run.ended;
    assert.equal(run.state.phase, 'stopped');
    assert.equal((await readRecord(run.request.options.folder))?.phase, 'stopped');
    const phases = told.of('runChanged').flatMap((post) => post.run?.phase ?? []);
    for (const phase of ['starting', 'running', 'paused', 'stopped'] as const)
      assert.ok(phases.includes(phase), `the designer was told of ${phase}`);
  });

  test('a run that waits takes up what has changed on screen, and is begun anew with its weights where it cannot', async () => {
    const run = await start('changing', LONG);
    await learning(run);
    run.pause();
    await until('it pauses', () => run.state.phase === 'paused');
    const uri = inWorkspace('changing.layerwise.json');
    const change = async (from: string, to: string) => {
      const document = await vscode.workspace.openTextDocument(uri);
      const at = document.getText().indexOf(from);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
      await vscode.workspace.applyEdit(edit);
    };
    await change('"learning_rate": 0.1', '"learning_rate": 0.002');
    await vscode.commands.executeCommand('layerwise.resume', uri);
    await until('it takes up the rate', () => run.state.changes.length === 1 && run.state.steps.learningRate.at(-1) === 0.002);
    assert.deepEqual(run.state.changes[0]?.changes, [{ path: 'optimizer.learning_rate', from: 0.1, to: 0.002 }]);
    run.pause();
    await until('it pauses', () => run.state.phase === 'paused');
    // Nothing has changed since: it just goes on.
    await vscode.commands.executeCommand('layerwise.resume', uri);
    await until('it goes on', () => run.state.phase === 'running');
    assert.equal(run.state.changes.length, 1);
    await run.stop();
    const id = await vscode.commands.executeCommand<string>('layerwise.trainFromRun', run.id);
    const next = parts.runs.byId(id);
    assert.ok(next);
    await until('it begins with the weights', () => next.state.reused !== undefined);
    assert.ok(next.state.reused?.layers.every(({ outcome }) => outcome === 'kept'));
    await next.stop();
    const file = await vscode.workspace.openTextDocument(uri);
    await file.save();
  });

  test('a design that is renamed keeps its runs, the one that goes on too', async () => {
    const uri = await writeDesign('before.layerwise.json', designText({ training: MNIST }));
    const id = await vscode.commands.executeCommand<string>('layerwise.train', uri, LONG);
    const run = parts.runs.byId(id);
    assert.ok(run);
    await learning(run);
    const named = inWorkspace('after.layerwise.json');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(uri, named);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until('it is the run of the new name', () => parts.runs.activeOf(named.fsPath) === run);
    const told = listen(await openDesigner(named));
    await vscode.commands.executeCommand('layerwise.stop', named);
    await run.ended;
    await until('its designer is told', () => told.of('runChanged').some((post) => post.run?.phase === 'stopped'));
    parts.library.refreshSoon(0);
    await until('the list says so too', async () => (await parts.library.find(id))?.designPath === named.fsPath);
  });

  test('two designs train at the same time', async () => {
    const [one, two] = [await start('one', LONG), await start('two', LONG)];
    await Promise.all([learning(one), learning(two)]);
    assert.notEqual(one.pid, two.pid);
    await one.stop();
    assert.equal(two.state.phase, 'running');
  });

  test('a child that is killed becomes a failure with cause and way out, in the folder too', async () => {
    const run = await start('killed', LONG);
    await learning(run);
    process.kill(run.pid ?? 0, 'SIGKILL');
    await run.ended;
    assert.equal(run.state.phase, 'failed');
    assert.match(run.state.failure?.message ?? '', /killed \(SIGKILL\)/);
    assert.match(run.state.failure?.next ?? '', /memory/);
    const record = await until('the record', async () => {
      const found = await readRecord(run.request.options.folder);
      return found?.phase === 'failed' && found;
    });
    assert.equal(record.failure?.message, run.state.failure?.message);
    assert.equal(record.pid, undefined);
  });

  test('a run that was killed goes on in its folder when it is told to, and its curve is whole', async () => {
    // So many that it has not ended before it is killed.
    const epochs = 120;
    const run = await start('resumed', { limit: 2000, epochs });
    await until('it has a checkpoint', () => run.state.epochLogs.length > 2);
    process.kill(run.pid ?? 0, 'SIGKILL');
    await run.ended;
    const listed = await until('it is listed as failed', async () => {
      const found = await parts.library.find(run.id);
      return found?.phase === 'failed' && found;
    });
    assert.equal(parts.tree.getTreeItem(listed).contextValue, 'resumableRun');
    const id = await vscode.commands.executeCommand<string>('layerwise.resumeRun', listed);
    assert.equal(id, run.id);
    const resumed = parts.runs.byId(id);
    assert.ok(resumed && resumed !== run);
    await resumed.ended;
    assert.equal(resumed.state.phase, 'finished', JSON.stringify(resumed.state.failure));
    assert.equal(resumed.request.options.folder, run.request.options.folder);
    const { steps, epochLogs, stepsPerEpoch } = resumed.state;
    assert.deepEqual(steps.step, Array.from({ length: epochs * stepsPerEpoch }, (_, i) => i + 1)); // prettier-ignore
    assert.deepEqual(epochLogs.map(({ epoch }) => epoch), Array.from({ length: epochs }, (_, i) => i + 1)); // prettier-ignore
    assert.deepEqual((await parts.library.state(id))?.epochLogs, epochLogs);
    assert.ok((await readRecord(run.request.options.folder))?.resumed?.length === 1);
  });

  test('a good learning rate is found in a child, and written into the design', async () => {
    const uri = await writeDesign('rate.layerwise.json', designText({ training: MNIST }));
    const found = await vscode.commands.executeCommand<RangeResult>('layerwise.findLearningRate', uri, {
      limit: 2000,
      steps: 60,
      seed: 1,
      write: true,
    });
    assert.ok(found.suggestion !== undefined && found.suggestion > 1e-5, JSON.stringify(found));
    assert.ok(found.points.length > 20);
    const document = await vscode.workspace.openTextDocument(uri);
    const { training } = JSON.parse(document.getText()) as { training: { optimizer: { learning_rate: number } } };
    assert.equal(training.optimizer.learning_rate, found.suggestion);
    await document.save();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  test('a cycle that climbs beyond the last range test is advised against, until the design is another one', async () => {
    const uri = await writeDesign('cycle.layerwise.json', designText({ training: MNIST }));
    const options = { limit: 2000, steps: 60, seed: 1, write: true };
    const found = await vscode.commands.executeCommand<RangeResult>('layerwise.findLearningRate', uri, options);
    const document = await vscode.workspace.openTextDocument(uri);
    const change = async (edit: (text: string) => string) => {
      const whole = new vscode.WorkspaceEdit();
      whole.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), edit(document.getText()));
      await vscode.workspace.applyEdit(whole);
    };
    const advised = () => vscode.languages.getDiagnostics(uri).map(({ code }) => (typeof code === 'object' ? code.value : code));
    const cycle = `"learning_rate": { "type": "OneCycle", "max_learning_rate": ${3 * (found.lowest ?? 0)} }`;
    await change((text) => text.replace(/"learning_rate": [\d.e-]+/, cycle));
    await until('the advice is there', () => advised().includes('schedule.one-cycle-bounds'));
    await change((text) => text.replace('"units": 30', '"units": 31'));
    await until('the advice is gone', () => !advised().includes('schedule.one-cycle-bounds'));
    await document.save();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  test('a step is measured in a child, beside the estimate', async () => {
    const uri = await writeDesign('measured.layerwise.json', designText({ training: MNIST }));
    const options = { runtime: 'wasm' };
    const measured = await vscode.commands.executeCommand<StepMeasurement>('layerwise.checkMemory', uri, options);
    assert.equal(measured.by, 'planned');
    const ratio = measured.measured / measured.estimated;
    // Each thread has room of its own, and a machine may have many.
    assert.ok(ratio > 0.6 && ratio < 4, JSON.stringify(measured));
    assert.ok(Object.keys(measured.times.layers).length > 1);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  test('a design with errors is not trained', async () => {
    const before = parts.runs.all.length;
    const uri = await writeDesign('wrong.layerwise.json', designText({ training: MNIST }).replace('"units": 30', '"units": 0'));
    // The message waits for a person: the command is over when it is gone.
    void vscode.commands.executeCommand('layerwise.train', uri);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(parts.runs.all.length, before);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  test('data that is not there is a failure in words', async () => {
    const training = MNIST.replace('"dataset": "mnist"', '"inputs": "nowhere.npy", "targets": "nowhere-either.npy"').replace(
      /, "validation": \{[^}]*\}/,
      '',
    );
    const run = await start('no-data', {}, designText({ training }));
    await run.ended;
    assert.equal(run.state.phase, 'failed');
    assert.match(run.state.failure?.message ?? '', /nowhere/);
  });

  test('the panel shows the run from its start, when it is opened late, and after it was closed', async () => {
    const { training } = parts;
    const posts: unknown[] = [];
    const listening = training.onDidPost((post) => posts.push(post));
    const run = await start('panel', LONG);
    assert.ok(training.isOpen);
    assert.equal(training.shown, run.id);
    await learning(run);
    await until('deltas', () => posts.some((post) => (post as { type: string }).type === 'events'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('it is closed', () => !training.isOpen);
    const { step } = run.state;
    await until('it trains on', () => run.state.step > step);
    posts.length = 0;
    await vscode.commands.executeCommand('layerwise.showTraining');
    const snapshot = await until('a snapshot of all of it', () =>
      posts.find(
        (post): post is { type: 'snapshot'; run: Run['state']; layerTypes: Record<string, string> } =>
          (post as { type: string }).type === 'snapshot',
      ),
    );
    assert.equal(snapshot.run.id, run.id);
    assert.ok(snapshot.run.steps.step.length >= step);
    assert.equal(snapshot.layerTypes['hidden'], 'Dense');
    await run.stop();
    listening.dispose();
  });

  test('runs are listed, read back from their folders and compared', async () => {
    const { library, training, tree } = parts;
    const first = await start('history', { limit: 320, epochs: 2 });
    await first.ended;
    const second = await start('history', { limit: 320, epochs: 1 }, designText({ training: MNIST.replace('0.1', '0.05') }));
    await second.ended;
    const listed = await until('both are listed', async () => {
      const found = (await library.list()).filter(({ name }) => name === 'history');
      return found.length === 2 && found.every(({ phase }) => phase === 'finished') && found;
    });
    assert.equal(listed[0]?.id, second.id, 'newest first');
    assert.equal(listed[0]?.note, 'learning_rate 0.05');
    assert.match(listed[0]?.score?.metric ?? '', /^val_.*accuracy$/);
    const item = tree.getTreeItem(listed[0]);
    assert.equal(item.label, 'history');
    assert.match(String(item.description), /^0\.\d{4} · /);
    assert.equal(item.contextValue, 'endedRun');
    const state = await library.state(first.id);
    assert.deepEqual(state?.epochLogs, first.state.epochLogs);
    const file = inWorkspace('history.weights.h5').fsPath;
    assert.equal(await vscode.commands.executeCommand<string>('layerwise.exportWeights', listed[0], { file }), file);
    assert.equal((await readFile(file)).toString('latin1', 1, 4), 'HDF');
    const posts: { type: string; run?: { id: string } }[] = [];
    const listening = training.onDidPost((post) => posts.push(post as (typeof posts)[number]));
    await training.receive({ type: 'compareRun', run: first.id });
    assert.equal(posts.find(({ type }) => type === 'compared')?.run?.id, first.id);
    await training.receive({ type: 'openRun', run: first.id });
    assert.equal(posts.findLast(({ type }) => type === 'snapshot')?.run?.id, first.id);
    listening.dispose();
  });

  test('a run is called what a person says, and gives its design back', async () => {
    const { library, tree } = parts;
    const [newer, older] = (await library.list()).filter(({ name }) => name === 'history');
    assert.ok(newer && older);
    await vscode.commands.executeCommand('layerwise.renameRun', newer.id, { name: 'slower' });
    await vscode.commands.executeCommand('layerwise.noteRun', newer.id, { remark: 'half the rate' });
    const named = await until('it is listed by its name', async () =>
      (await library.list()).find(({ label, remark }) => label === 'slower' && remark !== undefined),
    );
    assert.equal(named.id, newer.id);
    assert.equal(tree.getTreeItem(named).label, 'slower');
    assert.deepEqual(named.settings['optimizer.learning_rate'], 0.05);
    await vscode.commands.executeCommand('layerwise.takeRunDesign', older.id);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(older.designPath));
    assert.equal(document.getText(), await readFile(path.join(older.folder, 'design.layerwise.json'), 'utf8'));
    assert.ok(document.isDirty, 'it is a change that can be undone');
    await document.save();
  });
});
