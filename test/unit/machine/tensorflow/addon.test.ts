import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addonsFor, shippedName } from '../../../../src/machine/tensorflow/addon';
import { findTensorflow, type FoundTensorflow } from '../../../../src/machine/tensorflow/find';
import { tensorflowPlaces } from '../../trainer/tensorflow';
import { files } from './fakes';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'layerwise-addon-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (...parts: string[]) => path.join(folder, ...parts);

const found: FoundTensorflow = { source: 'python', folder: '/none', version: '2.20.1', libraries: [], nvidia: [] };

describe('the addon', () => {
  it('that is shipped is taken first, and only where it was built from the very sources', async () => {
    files(at('dist/addon'), { 'src/preload.cc': '// one', 'src/binding/a.cc': '// two' });
    const name = await shippedName(at('dist/addon'));
    const shipped = files(at('dist/addon', name), { 'tfjs_binding.node': '', 'preload.node': '' });
    const first = () => addonsFor(found, at('storage'), at('dist')).next();
    expect((await first()).value).toEqual({
      binding: path.join(shipped, 'tfjs_binding.node'),
      preload: path.join(shipped, 'preload.node'),
    });
    files(at('dist/addon'), { 'src/preload.cc': '// changed' });
    await expect(first()).rejects.toThrow("TensorFlow's headers are missing");
  });

  it('cannot be built without its sources, which is a fault of the installation', async () => {
    await expect(addonsFor(found, at('storage'), at('dist')).next()).rejects.toMatchObject({
      details: { next: 'Install Layerwise again.' },
    });
  });

  it.runIf(existsSync('/proc/self'))('cannot be built into a folder that takes nothing', async () => {
    files(at('dist/addon'), { 'src/preload.cc': '// one', 'src/binding/a.cc': '// two' });
    await expect(addonsFor({ ...found, include: '/none' }, '/proc/none', at('dist')).next()).rejects.toMatchObject({
      name: 'Failure',
      message: "The addon for TensorFlow 2.20.1 can't be built: /proc/none/addon can't be written.",
    });
  });

  it.skipIf(!tensorflowPlaces)('is built once by two that want it at the same time, and kept', async () => {
    const here = (await findTensorflow(tensorflowPlaces!)).found!;
    // A copy of the sources, without what may be shipped beside them.
    cpSync(path.resolve(import.meta.dirname, '../../../../dist/addon/src'), at('dist/addon/src'), { recursive: true });
    const build = async () => (await addonsFor(here, at('storage'), at('dist')).next()).value as { binding: string };
    const [one, two] = await Promise.all([build(), build()]);
    expect(one).toEqual(two);
    expect(existsSync(one.binding)).toBe(true);
    expect(readdirSync(at('storage/addon'))).toHaveLength(1);
    // The sources are not needed any more than to see that they are the same.
    expect(await build()).toEqual(one);
  });
});
