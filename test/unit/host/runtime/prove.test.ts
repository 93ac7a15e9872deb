import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proveTensorflow } from '../../../../src/host/runtime/prove';
import { forkTrainer } from '../../../../src/host/runs/trainerProcess';
import type { Proof } from '../../../../src/protocol/proof';
import type { FromTrainer } from '../../../../src/protocol/trainer';

const REPORT = { label: 'TensorFlow 2.21.0 (CPU)', version: '2.21.0', device: 'CPU', why: '', tried: [] };
const PROOF: Proof = { tensorflow: { ...REPORT, name: 'tensorflow' }, embedded: { ...REPORT, name: 'wasm' }, steps: 10, difference: 1e-7 };
const answering = (message: FromTrainer) =>
  `process.on('message', ({ type }) => type === 'prove' && process.send(${JSON.stringify(message)}, () => process.disconnect()));`;

/** Children that answer in one way each. */
const CHILDREN = {
  proves: answering({ type: 'proved', proof: PROOF }),
  refuses: answering({ type: 'refused', failure: { message: 'It computes something else.', cause: '2 is not 1.', next: 'Report it.' } }),
  crashes: `process.on('message', () => process.kill(process.pid, 'SIGILL'));`,
};

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'layerwise-prove-'));
  for (const [name, code] of Object.entries(CHILDREN)) await writeFile(path.join(cwd, `${name}.cjs`), code);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const prove = (child: keyof typeof CHILDREN) =>
  proveTensorflow({ cwd, places: { storage: cwd } }, forkTrainer(path.join(cwd, `${child}.cjs`)), () => undefined);

test('the proof of the child', async () => {
  expect(await prove('proves')).toEqual(PROOF);
});

test('what the child refuses, with cause and next step', async () => {
  await expect(prove('refuses')).rejects.toMatchObject({
    name: 'Failure',
    message: 'It computes something else.',
    details: { reason: '2 is not 1.', next: 'Report it.' },
  });
});

test('a TensorFlow that ends the process', async () => {
  await expect(prove('crashes')).rejects.toMatchObject({ name: 'Failure', details: { reason: /by the signal SIGILL/ } });
});
