import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Layerwise } from '../../src/extension';
import { closeEditors, designText, layerwise, MNIST, until, writeDesign } from './editor';

interface LanguageModels {
  invokeTool(name: string, options: { readonly input: object; readonly toolInvocationToken: undefined }): Promise<{ readonly content: readonly { readonly value: string }[] }>; // prettier-ignore
  readonly tools: readonly { readonly name: string; readonly inputSchema: unknown }[];
}

const { lm } = vscode as unknown as { readonly lm?: Partial<LanguageModels> };

suite('Tools for language models', () => {
  let parts: Layerwise;
  suiteSetup(async function () {
    parts = await layerwise();
    // Before VS Code 1.95 there are none.
    if (!lm?.invokeTool) this.skip();
  });
  teardown(async () => {
    await Promise.all(parts.runs.active.map((run) => run.stop()));
    await closeEditors();
  });

  /** What a model is told: words, and data. */
  async function invoke(tool: string, input: object): Promise<{ readonly text: string; readonly data: Record<string, unknown> }> {
    const { content } = await lm!.invokeTool!(`layerwise_${tool}`, { input, toolInvocationToken: undefined });
    const [text = '', data = ''] = content.map(({ value }) => value);
    return { text, data: JSON.parse(data) as Record<string, unknown> };
  }

  test('the editor knows them, with what they take', () => {
    const names = lm?.tools?.filter(({ name }) => name.startsWith('layerwise_')).map(({ name }) => name);
    assert.deepEqual(names?.sort(), ['layerwise_editDesign', 'layerwise_readRun', 'layerwise_startTraining', 'layerwise_summarizeDesign', 'layerwise_validateDesign']); // prettier-ignore
  });

  test('a design is validated, summarized and changed on disk', async () => {
    const uri = await writeDesign('assisted.layerwise.json', designText());
    const design = 'assisted.layerwise.json';
    assert.equal((await invoke('validateDesign', { design })).data.valid, true);
    assert.equal((await invoke('summarizeDesign', { design })).data.parameters, 23_860);
    const edits = [{ type: 'setField', layer: 'hidden', field: 'units', value: 40 }];
    const changed = await invoke('editDesign', { design, edits });
    assert.match(changed.text, /~ Dense hidden: units 30 → 40/);
    assert.ok((await readFile(uri.fsPath, 'utf8')).includes('"units": 40'));
    const refused = await invoke('editDesign', { design, edits: [{ type: 'setField', layer: 'nobody', field: 'units', value: 3 }] });
    assert.match(String(refused.data.error), /^Nothing was changed\. /);
  });

  test('nothing outside of the workspace is read', async () => {
    for (const design of ['../outside.layerwise.json', '/etc/passwd', '/tmp/other.layerwise.json']) {
      const { data } = await invoke('summarizeDesign', { design });
      assert.match(String(data.error), /is no design|There is no/);
    }
  });

  test('a training is started, and its run is read', async () => {
    await writeDesign('assisted-run.layerwise.json', designText({ training: MNIST }));
    const design = 'assisted-run.layerwise.json';
    assert.match(String((await invoke('readRun', { design })).data.error), /was not trained yet/);
    const { data } = await invoke('startTraining', { design, epochs: 1, limit: 320 });
    const run = parts.runs.byId(String(data.run));
    assert.ok(run);
    await run.ended;
    const read = await until('its end', async () => {
      const told = await invoke('readRun', { design });
      return told.data.phase === 'finished' && told;
    });
    assert.match(read.text, /finished, epoch 1 of 1\.\nLast epoch: loss /);
    await writeDesign(design, designText({ training: MNIST.replace('sparse_categorical_crossentropy', 'nonsense') }));
    assert.match(String((await invoke('startTraining', { design })).data.error), /cannot be trained like this/);
    await writeDesign(design, designText());
    assert.match(
      String((await invoke('startTraining', { design })).data.error),
      /needs data and a loss.*training\.data and training\.loss/,
    );
  });
});
