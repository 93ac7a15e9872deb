import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/training/events';
import type { RunOptions } from '../../../src/protocol/trainer';
import { train } from '../../../src/trainer/train';
import { tinyDesign } from './tinyDesign';

async function run(options: RunOptions): Promise<RunEvent> {
  const events: RunEvent[] = [];
  await train(options, (event) => events.push(event));
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
