// Models of other programs in, designs out: the commands with a file that a person has chosen.
import assert from 'node:assert/strict';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeEditors, designText, inWorkspace, layerwise, until, writeDesign } from './editor';

/** As TensorFlow.js writes it: one layer of 3 inputs and 2 units, whose weights lie beside it. */
const TFJS = JSON.stringify({
  format: 'layers-model',
  modelTopology: {
    class_name: 'Sequential',
    config: { name: 'given', layers: [{ class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, 3] } }] },
  },
  weightsManifest: [
    {
      paths: ['shard.bin'],
      weights: [
        { name: 'd/kernel', shape: [3, 2], dtype: 'float32' },
        { name: 'd/bias', shape: [2], dtype: 'float32' },
      ],
    },
  ],
});

suite('Files of others', () => {
  suiteSetup(layerwise);
  teardown(closeEditors);

  const chosen = async (name: string, content: string | Uint8Array): Promise<vscode.Uri> => {
    const uri = inWorkspace(name);
    await mkdir(path.dirname(uri.fsPath), { recursive: true });
    await writeFile(uri.fsPath, content);
    return uri;
  };
  const logged = async (): Promise<string> => {
    await vscode.commands.executeCommand('layerwise.showLog');
    const log = await until('the log', () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'output' && /layerwise/i.test(uri.path))); // prettier-ignore
    return log.getText();
  };

  test('Import Model makes a design with its weights beside it, and opens it', async () => {
    const file = await chosen('given/model.json', TFJS);
    await chosen('given/shard.bin', new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8).buffer));
    const design = await vscode.commands.executeCommand<vscode.Uri>('layerwise.importModel', file);
    assert.equal(path.basename(design.fsPath), 'given.layerwise.json');
    const read = JSON.parse(await readFile(design.fsPath, 'utf8')) as { layers: { type: string }[]; training: unknown };
    assert.deepEqual(
      read.layers.map(({ type }) => type),
      ['Input', 'Dense'],
    );
    assert.deepEqual(read.training, { weights: { from: 'given.safetensors' } });
    const weights = await readFile(path.join(path.dirname(design.fsPath), 'given.safetensors'));
    assert.deepEqual([...new Float32Array(Uint8Array.from(weights.subarray(-32)).buffer)], [1, 2, 3, 4, 5, 6, 7, 8]);
    const { designers } = await layerwise();
    await until('the designer', () => designers.panelsOf(design).length > 0);
    // What is there is not replaced.
    const again = await vscode.commands.executeCommand<vscode.Uri>('layerwise.importModel', file);
    assert.equal(path.basename(again.fsPath), 'given-2.layerwise.json');
  });

  test('a broken file is told with its name and what to do, and leaves nothing behind', async () => {
    const file = await chosen('broken.keras', 'PK, and then no archive');
    assert.equal(await vscode.commands.executeCommand('layerwise.importModel', file), undefined);
    await until('the message', async () => /\[Import Model\] broken\.keras: It is no sound zip archive\./.test(await logged()));
    const left = await vscode.workspace.findFiles('broken*');
    assert.deepEqual(
      left.map((uri) => path.basename(uri.fsPath)),
      ['broken.keras'],
    );
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  test('Export Model writes what Import Model reads back as the same layers', async () => {
    const uri = await writeDesign('out.layerwise.json', designText());
    const file = inWorkspace('exported/out.keras').fsPath;
    await mkdir(path.dirname(file), { recursive: true });
    assert.equal(await vscode.commands.executeCommand('layerwise.exportModel', uri, { format: 'keras-file', file }), file);
    const back = await vscode.commands.executeCommand<vscode.Uri>('layerwise.importModel', vscode.Uri.file(file));
    const layersOf = async (of: vscode.Uri) => (JSON.parse(await readFile(of.fsPath, 'utf8')) as { layers: unknown }).layers;
    assert.deepEqual(await layersOf(back), await layersOf(uri));
  });

  test('a design with an error is not exported, and its place is told', async () => {
    const uri = await writeDesign('wrong.layerwise.json', designText({ layers: ['{ "name": "x", "type": "Input", "shape": [4] }', '{ "name": "d", "type": "Dense" }'] })); // prettier-ignore
    const file = inWorkspace('wrong.keras').fsPath;
    assert.equal(await vscode.commands.executeCommand('layerwise.exportModel', uri, { format: 'keras-file', file }), undefined);
    await until('the message', async () => /\[Export Model\] wrong\.layerwise\.json:5:\d+: .*once it has no errors\./.test(await logged()));
    await assert.rejects(stat(file));
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
