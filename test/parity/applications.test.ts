import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import { importModel } from '../../src/trainer/import/importModel';
import { temporaryFolder } from '../unit/trainer/data/makeFiles';
import { golden } from './cases';

const goldens = path.resolve(import.meta.dirname, 'goldens/applications');
const applications = golden<{ readonly [name: string]: { readonly total: number; readonly trainable: number; readonly output: readonly number[] } }>('applications'); // prettier-ignore

// What `keras.applications` builds, as `to_json()` gives it: made by `applications.py`.
describe('models of keras.applications are imported with the parameters and shapes that Keras says', () => {
  const folder = temporaryFolder();
  it.each(Object.keys(applications))('%s', async (name) => {
    const { total, trainable, output } = applications[name]!;
    const file = path.join(folder, `${name}.json`);
    copyFileSync(path.join(goldens, `${name}.json.gz`), `${file}.gz`);
    writeFileSync(file, gunzipSync(readFileSync(`${file}.gz`)));
    const design = path.join(folder, `${name}.layerwise.json`);
    const report = await importModel({ file, design });
    expect(report).toMatchObject({ format: 'json', parameters: total, unknown: [], notes: [] });
    const { totals, outputs, layers, diagnostics } = analyzeText(readFileSync(design, 'utf8'));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([totals.total, totals.trainable]).toEqual([total, trainable]);
    expect(outputs.map((id) => layers.find((layer) => layer.id === id)!.output)).toEqual([output]);
  });
});
