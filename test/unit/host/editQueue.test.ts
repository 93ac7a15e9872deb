import { describe, expect, test } from 'vitest';
import { proposal } from '../../../src/core/assistant/answers';
import { applyTextEdits } from '../../../src/core/edit';
import type { TextEdit } from '../../../src/core/edits';
import { changeDocument, createQueue, editDocument } from '../../../src/host/designer/editQueue';

const TEXT = '{ "layerwise": 1, "layers": [{ "name": "a", "type": "Input", "shape": [4] }, { "name": "b", "type": "Dense", "units": 3 }] }';
const units = (value: number) => ({ type: 'setField', layer: 'b', field: 'units', value }) as const;

/** A document as the editor keeps it: an edit of an old version is not taken. `before`: what happens outside before each try. */
function fake(before: (change: (text: string) => void) => void = () => undefined, locked = false) {
  let text = TEXT;
  const document = {
    version: 1,
    getText: () => text,
    replace: async (edits: readonly TextEdit[]) => {
      const { version } = document;
      before((next) => {
        text = next;
        document.version++;
      });
      await Promise.resolve();
      if (locked || document.version !== version) return false;
      text = applyTextEdits(text, edits);
      document.version++;
      return true;
    },
  };
  return document;
}

describe('editDocument', () => {
  test('computes the edit again on what came from outside meanwhile', async () => {
    let times = 0;
    const document = fake((change) => {
      if (++times <= 2) change(`// ${times}\n${document.getText()}`);
    });
    expect(await editDocument(document, units(5))).toMatchObject({ ok: true });
    expect(document.getText()).toBe(`// 2\n// 1\n${TEXT.replace('"units": 3', '"units": 5')}`);
  });

  test('what an assistant asks for is worked out again, too, and so is what it is told', async () => {
    let times = 0;
    const document = fake((change) => {
      if (++times === 1) change(document.getText().replace('"units": 3', '"units": 4'));
    });
    const done = await changeDocument(document, (text) => proposal(text, [units(5)]));
    expect(document.getText()).toBe(TEXT.replace('"units": 3', '"units": 5'));
    expect(done).toMatchObject({ ok: true, answer: { text: expect.stringContaining('units 4 → 5') as string } });
  });

  test('gives up in words on a document that never rests, and on one that cannot be changed', async () => {
    const restless = fake((change) => change(`${restless.getText()} `));
    expect(await editDocument(restless, units(5))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('keeps changing') as string,
    });
    const locked = fake(undefined, true);
    expect(await editDocument(locked, units(5))).toMatchObject({ ok: false, reason: expect.stringContaining('read-only') as string });
    expect(locked.getText()).toBe(TEXT);
  });

  test('an edit that changes nothing changes nothing', async () => {
    const document = fake();
    expect(await editDocument(document, units(3))).toMatchObject({ ok: true, edits: [] });
    expect(document.version).toBe(1);
  });
});

describe('createQueue', () => {
  test('one at a time, in order, also after one that fails', async () => {
    const enqueue = createQueue();
    const seen: string[] = [];
    const task = (name: string, turns: number) => async () => {
      seen.push(`${name} begins`);
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
      return name;
    };
    const results = await Promise.allSettled([enqueue(task('a', 20)), enqueue(task('b', 1)), enqueue(task('c', 5))]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
