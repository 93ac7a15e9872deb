import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/training/events';
import { eventToLine, lineToEvent } from '../../../src/core/training/eventLines';
import { readSafetensors } from '../../../src/trainer/safetensors';
import { train } from '../../../src/trainer/train';
import { layerwise } from '../cli/inProcess';
import { analyzeText } from '../../../src/core/analyze';
import { ODD_DESIGN, plainly } from '../oddNames';
import { all, first, tinyDesign } from './tinyDesign';

it.each(['cpu', 'wasm'] as const)(
  'a design whose layers are called like the members of objects is trained as any other on %s',
  async (runtime) => {
    const run = async (designText: string) => {
      const options = tinyDesign(80).options({ designText, runtime });
      const events: RunEvent[] = [];
      await train(options, (event) => void events.push(event));
      const weights = readSafetensors(readFileSync(path.join(options.folder, 'checkpoints/last.safetensors')));
      return { events, names: weights.arrays.map(({ name }) => name) };
    };
    const [odd, plain] = [await run(ODD_DESIGN), await run(plainly(ODD_DESIGN))];
    expect(odd.events.filter(({ type }) => type === 'failed')).toEqual([]);
    expect(first(odd.events, 'finished')).toBeDefined();
    expect(odd.names).toContain('constructor/kernel');
    expect(odd.names.map(plainly)).toEqual(plain.names);
    const logs = (events: readonly RunEvent[]) =>
      all(events, 'epoch').map((epoch) => JSON.parse(plainly(JSON.stringify(epoch.logs))) as unknown);
    expect(Object.keys(all(odd.events, 'epoch')[0]!.logs)).toContain('valueOf_loss');
    expect(logs(odd.events)).toHaveLength(2);
    expect(all(odd.events, 'health').at(-1)?.layers.map(({ name }) => plainly(name))).toEqual(all(plain.events, 'health').at(-1)?.layers.map(({ name }) => name)); // prettier-ignore
    for (const event of odd.events) expect(lineToEvent(eventToLine(event))).toEqual(event);
  },
);

it('and goes out in every format, and in again', async () => {
  const { folder, ...options } = tinyDesign(80).options({ designText: ODD_DESIGN });
  await train({ ...options, folder }, () => undefined);
  const at = (name: string) => path.join(folder, name);
  const files = {
    'keras-file': 'm.keras',
    h5: 'm.h5',
    onnx: 'm.onnx',
    tfjs: 'tfjs',
    'weights.h5': 'm.weights.h5',
    svg: 'm.svg',
    keras: 'm.py',
  };
  for (const [format, file] of Object.entries(files))
    expect({ format, ...(await layerwise('export', folder, '--to', format, '-o', at(file))) }).toMatchObject({
      format,
      code: 0,
      err: expect.not.stringContaining('layerwise:') as string,
    });
  for (const file of ['m.keras', 'm.h5', 'm.onnx', 'tfjs/model.json']) {
    const design = at(`from-${path.basename(file)}.layerwise.json`);
    const result = await layerwise('import', at(file), '-o', design);
    expect({ file, ...result }).toMatchObject({ file, code: 0, err: expect.not.stringContaining('layerwise:') as string });
    expect(analyzeText(readFileSync(design, 'utf8')).totals.total).toBe(analyzeText(ODD_DESIGN).totals.total);
  }
});
