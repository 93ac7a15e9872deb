import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { Answers, type Asker } from '../../src/host/designer/answers';
import { forkTrainer } from '../../src/host/runs/trainerProcess';
import type { DesignerAnswer, DesignerQuestion } from '../../src/protocol/designerQuestions';
import { designText, inWorkspace, layerwise, until, writeDesign } from './editor';

type Numbered = Extract<DesignerAnswer, { id: number }>;

/** Somebody who asks about a design whose training section is this one, as the designer's webview does. */
async function asker(name: string, training: object) {
  const { extensionPath } = vscode.extensions.getExtension('layerwise.layerwise')!;
  const { library } = await layerwise();
  const answers = new Answers({
    start: forkTrainer(path.join(extensionPath, 'dist', 'trainer.js')),
    channel: { appendLine: () => undefined } as never,
    runs: () => library.list(),
    findRate: () => undefined,
    stopFindingRate: () => undefined,
  });
  const uri = await writeDesign(name, JSON.stringify({ ...(JSON.parse(designText()) as object), training }));
  const told: DesignerAnswer[] = [];
  const closed = new vscode.EventEmitter<void>();
  const who: Asker = {
    document: await vscode.workspace.openTextDocument(uri),
    panel: { onDidDispose: closed.event } as vscode.WebviewPanel,
    post: (answer) => told.push(answer),
  };
  const answerTo = (id: number) =>
    until(`answer to question ${id}`, () =>
      told.find((post): post is Numbered => 'id' in post && post.id === id && post.type !== 'dataDownloading'),
    );
  return { uri, told, answerTo, close: () => closed.fire(), ask: (question: DesignerQuestion) => answers.ask(who, question) };
}

suite('What the designer asks about training', () => {
  suiteSetup(layerwise);

  test('a look at the data: its samples and classes', async () => {
    const { ask, answerTo } = await asker('preview.layerwise.json', { data: { dataset: 'mnist', validation: { first: 5000 } } });
    ask({ type: 'previewData', id: 1 });
    const answer = await answerTo(1);
    assert.ok(answer.type === 'dataPreviewed' && 'samples' in answer.preview, JSON.stringify(answer).slice(0, 300));
    assert.equal(answer.preview.training.count, 55_000);
    assert.equal(answer.preview.samples[0]?.target[0], 7);
    // A tab that comes back shows it again without reading.
    ask({ type: 'previewData', id: 2 });
    const kept = await answerTo(2);
    assert.ok(kept.type === 'dataPreviewed' && kept.preview === answer.preview);
  });

  test('of two looks the newer one is answered, and none once the designer is closed', async () => {
    const { ask, told, answerTo, close } = await asker('twice.layerwise.json', { data: { dataset: 'mnist' } });
    ask({ type: 'previewData', id: 1 });
    ask({ type: 'previewData', id: 2 });
    assert.equal((await answerTo(2)).type, 'dataPreviewed');
    ask({ type: 'previewData', id: 3, again: true });
    close();
    ask({ type: 'listWeights', id: 4 });
    await answerTo(4);
    assert.deepEqual(told.map((post) => 'id' in post && post.id), [2, 4]); // prettier-ignore
  });

  test('why there is nothing to see, with the next step', async () => {
    const { ask, answerTo, uri } = await asker('nothing.layerwise.json', {
      data: { inputs: 'no.npy', targets: 'no.npy' },
      weights: { from: 'nobody' },
    });
    ask({ type: 'previewData', id: 1 });
    const data = await answerTo(1);
    assert.ok(data.type === 'questionRefused' && data.failure.message.includes('no.npy') && data.failure.next, JSON.stringify(data));
    ask({ type: 'reportWeights', id: 2 });
    const weights = await answerTo(2);
    assert.ok(weights.type === 'questionRefused' && weights.failure.message.includes(path.join(path.dirname(uri.fsPath), 'nobody')));
    assert.ok(weights.failure.next?.includes('"from"'));
  });

  test('the weights of a layer: none before training, then those of what the design begins with', async () => {
    const { ask, answerTo } = await asker('weightless.layerwise.json', {});
    ask({ type: 'lookAtWeights', id: 1, layer: 'hidden' });
    assert.deepEqual(await answerTo(1), { type: 'weightsSeen', id: 1 });
    const file = inWorkspace('seen.safetensors');
    const header = JSON.stringify({ 'hidden/bias': { dtype: 'F32', shape: [2], data_offsets: [0, 8] } });
    const bytes = Buffer.alloc(8 + header.length + 8);
    bytes.writeBigUInt64LE(BigInt(header.length));
    bytes.write(header, 8);
    bytes.writeFloatLE(-1, 8 + header.length);
    bytes.writeFloatLE(3, 12 + header.length);
    await writeFile(file.fsPath, bytes);
    const other = await asker('weighted.layerwise.json', { weights: { from: 'seen.safetensors' } });
    other.ask({ type: 'lookAtWeights', id: 1, layer: 'hidden' });
    const answer = await other.answerTo(1);
    assert.ok(answer.type === 'weightsSeen' && answer.look, JSON.stringify(answer));
    assert.equal(answer.look.file, file.fsPath);
    assert.deepEqual(answer.look.weights.map(({ name, least, most, mean }) => [name, least, most, mean]), [['bias', -1, 3, 1]]); // prettier-ignore
  });
});
