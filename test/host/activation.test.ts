import assert from 'node:assert/strict';
import * as vscode from 'vscode';

suite('Activation', () => {
  test('the extension is there and starts', async () => {
    const extension = vscode.extensions.getExtension('layerwise.layerwise');
    assert.ok(extension, 'it is installed');
    await extension.activate();
    assert.ok(extension.isActive);
  });

  test('every command that package.json names exists', async () => {
    const extension = vscode.extensions.getExtension('layerwise.layerwise');
    await extension?.activate();
    const manifest = extension?.packageJSON as { contributes: { commands: readonly { command: string }[] } };
    const present = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !present.has(command));
    assert.deepEqual(missing, []);
  });
});
