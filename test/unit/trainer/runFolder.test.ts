import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/training/events';
import type { RunOptions } from '../../../src/protocol/trainer';
import { train } from '../../../src/trainer/train';
import { tinyDesign } from './tinyDesign';

async function run(options: RunOptions, heard: (event: RunEvent) => void = () => undefined): Promise<RunEvent> {
  const events: RunEvent[] = [];
  await train(options, (event) => {
    events.push(event);
    heard(event);
  });
  return events.at(-1)!;
}

it('a run that is to begin with weights that are nowhere leaves no folder', async () => {
  const options = tinyDesign(40).options({ weights: { from: 'nonesuch' } });
  expect(await run(options)).toMatchObject({
    type: 'failed',
    message: expect.stringMatching(/no weights in .*nonesuch/) as string,
    next: expect.stringContaining('"from"') as string,
  });
  expect(existsSync(options.folder)).toBe(false);
});

it('the folder of a run that failed before it began can be given again', async () => {
  const tiny = tinyDesign(40);
  const options = tiny.options();
  const [data, away] = ['inputs.idx', 'away.idx'].map((name) => path.join(tiny.folder, name)) as [string, string];
  renameSync(data, away);
  expect(await run(options)).toMatchObject({ type: 'failed' });
  expect(readFileSync(path.join(options.folder, 'run.json'), 'utf8')).toContain('"phase": "failed"');
  renameSync(away, data);
  expect(await run(options)).toMatchObject({ type: 'finished' });
  expect(readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8')).not.toContain('"failed"');
  expect(await run(options)).toMatchObject({ type: 'failed', message: expect.stringContaining('There is a run in') as string });
});

it('a folder that cannot take the design is let go of', async () => {
  const options = tinyDesign(40).options();
  mkdirSync(path.join(options.folder, 'design.layerwise.json'), { recursive: true });
  expect(await run(options)).toMatchObject({ type: 'failed', message: expect.stringContaining("can't be written") as string });
  expect(existsSync(path.join(options.folder, 'run.lock'))).toBe(false);
});

describe('a folder that changes while a run is in it', () => {
  const onceAfterEpoch = (epoch: number, act: () => void) => {
    let done = false;
    return (event: RunEvent) => {
      if (done || event.type !== 'epoch' || event.epoch < epoch) return;
      done = true;
      act();
    };
  };

  it('is told where it was moved, and the run goes on there to the same weights', async () => {
    const tiny = tinyDesign(400, { training: { epochs: 5 } });
    const wanted = await run(tiny.options());
    const options = tiny.options();
    const moved = `${options.folder}-moved`;
    const failed = await run(
      options,
      onceAfterEpoch(3, () => renameSync(options.folder, moved)),
    );
    expect(failed).toMatchObject({
      type: 'failed',
      message: expect.stringContaining(`${options.folder} can't be written`) as string,
      next: expect.stringContaining('Where it was moved, resume the run there') as string,
    });
    expect(existsSync(options.folder)).toBe(false);
    // The process that trained is this one, and lives on.
    rmSync(path.join(moved, 'run.lock'));
    expect(await run({ ...options, folder: moved, resume: true })).toMatchObject({
      type: 'finished',
      weightsSha256: (wanted as { weightsSha256: string }).weightsSha256,
    });
  });

  it('may take no more events: how it ended is in its record all the same', async () => {
    const options = tinyDesign(400, { training: { epochs: 5 } }).options();
    const metrics = path.join(options.folder, 'metrics.jsonl');
    const heard = onceAfterEpoch(2, () => {
      rmSync(metrics);
      mkdirSync(metrics);
    });
    expect(await run(options, heard)).toMatchObject({ type: 'failed', cause: 'It is a folder, not a file.' });
    expect(readFileSync(path.join(options.folder, 'run.json'), 'utf8')).toMatch(/"phase": "failed"[^]*can't be written/);
  });

  it('may lose its checkpoints, which are written anew', async () => {
    const options = tinyDesign(400, { training: { epochs: 4 } }).options();
    const checkpoints = path.join(options.folder, 'checkpoints');
    const end = await run(
      options,
      onceAfterEpoch(2, () => rmSync(checkpoints, { recursive: true, force: true })),
    );
    expect(end.type).toBe('finished');
    expect(readdirSync(checkpoints)).toEqual(expect.arrayContaining(['last.safetensors', 'state.safetensors']));
  });

  it('has nothing of a writing that a kill has ended, once the run goes on', async () => {
    const options = tinyDesign(100, { training: { epochs: 1 } }).options();
    await run(options);
    const left = ['run.json.2312222823', 'log.csv.1', 'checkpoints/last.safetensors.2084691033'].map((name) =>
      path.join(options.folder, name),
    );
    left.forEach((file) => writeFileSync(file, 'half'));
    const own = path.join(options.folder, 'notes.2026');
    writeFileSync(own, 'of a person');
    expect(await run({ ...options, epochs: 2, resume: true })).toMatchObject({ type: 'finished' });
    expect([...left, own].map(existsSync)).toEqual([false, false, false, true]);
  });

  it('says which of its files it has lost', async () => {
    const options = tinyDesign(100, { training: { epochs: 1 } }).options();
    await run(options);
    const record = path.join(options.folder, 'run.json');
    const text = readFileSync(record, 'utf8');
    const again = () => run({ ...options, epochs: 2, resume: true });
    rmSync(record);
    expect(await again()).toMatchObject({ message: expect.stringContaining('has lost its run.json') as string });
    writeFileSync(record, '{}');
    expect(await again()).toMatchObject({ message: expect.stringMatching(/The record of the run in .* is damaged/) as string });
    writeFileSync(record, text);
    rmSync(path.join(options.folder, 'design.layerwise.json'));
    expect(await again()).toMatchObject({ message: expect.stringContaining('has lost its design.layerwise.json') as string });
  });

  it('goes on from the state that was being written where no other is whole', async () => {
    const tiny = tinyDesign(400, { training: { epochs: 2 } });
    const wanted = await run(tiny.options({ epochs: 3 }));
    const options = tiny.options();
    await run(options);
    const state = path.join(options.folder, 'checkpoints/state.safetensors');
    renameSync(state, `${state}.tmp`);
    writeFileSync(path.join(options.folder, 'checkpoints/state-before.safetensors'), 'torn');
    expect(await run({ ...options, epochs: 3, resume: true })).toMatchObject({
      type: 'finished',
      weightsSha256: (wanted as { weightsSha256: string }).weightsSha256,
    });
  });
});

it('a log that a design wants where the run keeps a file of its own is refused', async () => {
  const callbacks = [{ type: 'CSVLogger', filename: './Run.json' }];
  const options = tinyDesign(100, { training: { callbacks } }).options();
  expect(await run(options)).toMatchObject({ type: 'failed', message: '"./Run.json" is a file of the run itself.' });
  expect(readFileSync(path.join(options.folder, 'run.json'), 'utf8')).toContain('"phase": "failed"');
});
