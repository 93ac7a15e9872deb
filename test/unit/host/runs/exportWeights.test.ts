import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportRunWeights } from '../../../../src/host/runs/exportWeights';
import { forkTrainer } from '../../../../src/host/runs/trainerProcess';

/** Children that answer in one way each. */
const CHILDREN = {
  exports: `process.on('message', ({ request }) => process.send(
    { type: 'weightsExported', weights: { file: request.file, checkpoint: 'best', epoch: 3, parameters: 7 } }, () => process.disconnect()));`,
  refuses: `process.on('message', () => process.send(
    { type: 'refused', failure: { message: 'No weights.', cause: 'None was saved.', next: 'Train.' } }, () => process.disconnect()));`,
  crashes: `process.on('message', () => process.kill(process.pid, 'SIGKILL'));`,
};

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'layerwise-export-'));
  for (const [name, code] of Object.entries(CHILDREN)) await writeFile(path.join(cwd, `${name}.cjs`), code);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const ask = (child: keyof typeof CHILDREN) =>
  exportRunWeights(
    { folder: cwd, format: 'weights.h5', file: path.join(cwd, 'a.weights.h5') },
    { cwd },
    forkTrainer(path.join(cwd, `${child}.cjs`)),
    () => undefined,
  );

test('what the child has exported', async () => {
  expect(await ask('exports')).toMatchObject({ file: path.join(cwd, 'a.weights.h5'), epoch: 3 });
});

test('what the child refuses, with cause and next step', async () => {
  await expect(ask('refuses')).rejects.toMatchObject({
    name: 'Failure',
    message: 'No weights.',
    details: { reason: 'None was saved.', next: 'Train.' },
  });
});

test('a child that is killed', async () => {
  await expect(ask('crashes')).rejects.toMatchObject({ name: 'Failure', details: { reason: /SIGKILL/ } });
});
