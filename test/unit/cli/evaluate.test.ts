import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { createControl } from '../../../src/trainer/control';
import { train } from '../../../src/trainer/train';
import { tinyDesign } from '../trainer/tinyDesign';
import { layerwise } from './inProcess';

const tiny = tinyDesign(300);

async function trained(): Promise<string> {
  const options = tiny.options({ folder: path.join(tiny.folder, '.layerwise', 'runs', '2026-11-26T10-00-00-tiny') });
  await train(options, () => undefined, createControl());
  return options.folder;
}

test('evaluate tells classes apart, of a run that is named by its design', async () => {
  const folder = await trained();
  const where = vi.spyOn(process, 'cwd').mockReturnValue(tiny.folder);
  try {
    const { code, out, err } = await layerwise('evaluate', 'tiny', '--by-class', '--runtime', 'cpu');
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^The best weights \(epoch \d\) on 60 validation samples, /);
    expect(lines[3]).toMatch(/^class +samples +precision +recall +f1$/);
    const counts = lines.slice(4, 7).map((line) => Number(line.split(/ +/)[1]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
    const json = await layerwise('evaluate', 'tiny', '--monte-carlo', '5', '--runtime', 'cpu', '--json');
    const { run, passes, outputs } = JSON.parse(json.out) as { run: string; passes: number; outputs: { confusion: number[][] }[] };
    expect([run, passes, outputs[0]!.confusion.map((row) => row.reduce((sum, count) => sum + count, 0))]).toEqual(['tiny', 5, counts]);
    const written = await layerwise('export', 'tiny', '--to', 'safetensors', '-o', path.join(tiny.folder, 'w.safetensors'));
    expect([written.code, written.err]).toEqual([0, '']);
    const whole = await layerwise('export', 'tiny', '--to', 'svg', '-o', path.join(tiny.folder, 'tiny.svg'));
    expect([whole.code, whole.err]).toEqual([0, '']);
    const plain = await layerwise('evaluate', folder, '--runtime', 'cpu', '--json');
    expect(Object.keys(JSON.parse(plain.out) as object)).not.toContain('outputs');
  } finally {
    where.mockRestore();
  }
});

test('evaluate says what it was given where that is no run', async () => {
  const { code, err } = await layerwise('evaluate', 'no-such-design');
  expect(code).toBe(1);
  expect(err).toMatch(
    /no-such-design is not the folder of a run\.\n.*\n {2}Give the folder that training made, or the name of a design that was trained\./,
  );
});
