import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startEngine, type Engine } from '../../../../src/cli/bench/engineProcess';
import type { Job } from '../../../../src/cli/bench/job';

const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-engine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process that does this for each line that it is told. */
const engine = (body: string): Engine =>
  startEngine(
    { program: process.execPath, args: ['-e', `require('readline').createInterface(process.stdin).on('line', (line) => { ${body} })`] },
    folder,
  );
const job = {} as Job;

test('a line is answered by a line, whatever else is printed', async () => {
  const made = engine(`
    const { type, seconds } = JSON.parse(line);
    console.log('epoch 1');
    console.log('[1, 2]');
    console.error('a warning');
    console.log(JSON.stringify(type === 'prepare' ? { type: 'ready', about: 'it' } : { type: 'trained', samples: 10, seconds, loss: 1 }));`);
  expect(await made.prepare(job)).toBe('it');
  expect(await made.train(3)).toMatchObject({ samples: 10, seconds: 3, loss: 1 });
  await made.end();
});

test('what the engine refuses is the reason', async () => {
  const made = engine(`console.log(JSON.stringify({ type: 'failed', reason: 'No such layer.', everywhere: true }))`);
  await expect(made.prepare(job)).rejects.toMatchObject({ message: 'No such layer.', everywhere: true });
  await made.end();
});

test('an engine that dies is told with its last words, also to those who ask later', async () => {
  const made = engine(`console.error('out of memory'); process.exit(3)`);
  const words = 'It ended with 3. Its last words: out of memory';
  await expect(made.prepare(job)).rejects.toThrow(words);
  await expect(made.train(1)).rejects.toThrow(words);
});

test('a program that is not there', async () => {
  const made = startEngine({ program: path.join(folder, 'python'), args: [] }, folder);
  await expect(made.prepare(job)).rejects.toMatchObject({
    everywhere: true,
    message: expect.stringMatching(/could not be started/) as string,
  });
});
