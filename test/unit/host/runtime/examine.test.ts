import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine } from '../../../../src/host/runtime/examine';
import { forkTrainer } from '../../../../src/host/runs/trainerProcess';
import type { Examination } from '../../../../src/protocol/examination';

const FOUND: Examination = {
  layerwise: '1',
  node: 'v20',
  platform: 'linux x64',
  cpus: 2,
  memory: 2 ** 30,
  runtimes: [
    { name: 'tensorflow', available: false, reason: 'Nothing was looked at.' },
    { name: 'wasm', available: true },
  ],
};
const ANSWER = `process.send({ type: 'examined', examination: ${JSON.stringify(FOUND)} }, () => process.disconnect())`;

/** Children that answer in one way each. */
const CHILDREN = {
  answers: `process.on('message', () => ${ANSWER});`,
  crashes: `process.on('message', ({ places }) => places.path
    ? process.stderr.write('Check failed: cuda\\n', () => process.kill(process.pid, 'SIGSEGV')) : ${ANSWER});`,
  dies: `process.on('message', () => process.exit(9));`,
  waits: `process.on('message', () => {}); setInterval(() => {}, 1000);`,
};

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'layerwise-examine-'));
  for (const [name, code] of Object.entries(CHILDREN)) await writeFile(path.join(cwd, `${name}.cjs`), code);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const ask = (child: keyof typeof CHILDREN, signal?: AbortSignal, log: string[] = []) =>
  examine({ cwd, places: { path: true }, ...(signal && { signal }) }, forkTrainer(path.join(cwd, `${child}.cjs`)), (line) =>
    log.push(line),
  );

test('is what the child found', async () => {
  expect(await ask('answers')).toEqual(FOUND);
});

test('a TensorFlow that takes the child with it is told as not available, with the rest', async () => {
  const log: string[] = [];
  const { runtimes } = await ask('crashes', undefined, log);
  expect(runtimes[0]).toEqual({
    name: 'tensorflow',
    available: false,
    reason: 'The process that tried it ended by the signal SIGSEGV: Check failed: cuda',
  });
  expect(runtimes[1]).toEqual(FOUND.runtimes[1]);
  expect(log).toEqual(['Check failed: cuda']);
});

test('fails in words where nothing can be examined', async () => {
  await expect(ask('dies')).rejects.toMatchObject({ name: 'Failure', details: { reason: /exit code 9/ } });
});

test('can be cancelled', async () => {
  const canceling = new AbortController();
  setTimeout(() => canceling.abort(), 300);
  await expect(ask('waits', canceling.signal)).rejects.toMatchObject({ name: 'AbortError' });
});
