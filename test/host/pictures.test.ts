// Pictures of the graph, and what else a design is written as, from the editor.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { designText, inWorkspace, layerwise, writeDesign } from './editor';

suite('Pictures', () => {
  test('the graph as SVG and as PNG, whose sides are twice as long', async () => {
    await layerwise();
    const uri = await writeDesign('picture.layerwise.json', designText());
    const [svg, png] = [inWorkspace('picture.svg').fsPath, inWorkspace('picture.png').fsPath];
    assert.equal(await vscode.commands.executeCommand('layerwise.exportModel', uri, { format: 'svg', file: svg }), svg);
    const drawn = await readFile(svg, 'utf8');
    const [, width, height] = /width="(\d+)" height="(\d+)" role/.exec(drawn) ?? [];
    assert.ok(drawn.includes('23,550') && width && height);
    assert.equal(await vscode.commands.executeCommand('layerwise.exportModel', uri, { format: 'png', file: png }), png);
    const bytes = await readFile(png);
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [2 * Number(width), 2 * Number(height)]);
  });

  test('Copy Summary as Markdown copies a page', async () => {
    const uri = await writeDesign('page.layerwise.json', designText());
    await vscode.commands.executeCommand('layerwise.copyMarkdown', uri);
    assert.match(await vscode.env.clipboard.readText(), /^# page\n\n4 layers, \*\*23,860 parameters\*\*/);
  });
});
