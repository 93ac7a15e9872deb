import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { advise } from '../../src/core/advice/advise';
import type { Analysis } from '../../src/core/analysis';
import { analyzeText } from '../../src/core/analyze';
import { receptiveFields } from '../../src/core/costs/receptiveField';
import { importModel } from '../../src/trainer/import/importModel';
import { temporaryFolder } from '../unit/trainer/data/makeFiles';
import { golden } from './cases';

const goldens = path.resolve(import.meta.dirname, 'goldens/applications');
const folder = temporaryFolder();

const known = new Map<string, Promise<Analysis>>();

/** A model of keras.applications as a design. */
function application(name: string): Promise<Analysis> {
  const found = known.get(name) ?? imported(name);
  known.set(name, found);
  return found;
}

async function imported(name: string): Promise<Analysis> {
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, gunzipSync(readFileSync(path.join(goldens, `${name}.json.gz`))));
  const design = path.join(folder, `${name}.layerwise.json`);
  await importModel({ file, design });
  return analyzeText(readFileSync(design, 'utf8'));
}

// The table of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks" (Distill, 2019).
describe('the receptive field of the last images of a known network is the one that was published', () => {
  it.each([
    ['ResNet50', 483],
    ['ResNet101', 1027],
    ['InceptionV3', 1311],
    ['InceptionResNetV2', 3039],
    ['MobileNet', 315],
  ])('%s: %d', async (name, size) => {
    const analysis = await application(name);
    const pooling = analysis.layers.findLast(({ type }) => type.startsWith('Global'));
    const [field] = receptiveFields(analysis).get(pooling?.inputs[0] ?? '') ?? [];
    expect(field?.axes.map((axis) => axis.size)).toEqual([size, size]);
  });
});

describe('known networks are advised on their initialization and needless biases only', () => {
  const names = Object.keys(golden<object>('applications'));
  it.each(names)('%s', async (name) => {
    const codes = new Set(advise(await application(name)).map(({ code }) => code));
    codes.delete('init.relu-needs-he');
    // Keras's ResNets of the first version have them.
    if (/^ResNet\d+$/.test(name)) codes.delete('norm.bias-unneeded');
    expect([...codes]).toEqual([]);
  });
});
