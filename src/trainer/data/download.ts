import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../machine/makeFolder';
import type { DatasetFile } from './namedDatasets';

/** Without a byte for so long, the download is given up. */
const STALL_MS = 30_000;
const PART = '.part';
const STALE_PART_MS = 3_600_000;

/** Why a download was given up, as a sentence. */
export class DownloadProblem extends Error {
  override readonly name = 'DownloadProblem';
}

/** True where `file` exists and is what it should be. */
export async function isSound(file: string, { bytes, sha256 }: DatasetFile): Promise<boolean> {
  try {
    if ((await stat(file)).size !== bytes) return false;
    const hash = createHash('sha256');
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
    return hash.digest('hex') === sha256;
  } catch {
    return false;
  }
}

/**
 * Downloads a file to `target`. It is written beside it under a name of its own and takes its place only once it is whole
 * and has the right digest, so that nobody ever sees half a file and two downloads at once do no harm.
 * Rejects with a `DownloadProblem`, an error of the file system, or the signal's reason.
 */
export async function download(
  address: URL,
  target: string,
  expected: DatasetFile,
  received: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const folder = path.dirname(target);
  await makeFolder(folder);
  await removeStaleParts(folder, path.basename(target));
  const part = `${target}.${randomUUID()}${PART}`;
  try {
    await write(address, part, expected, received, signal);
    await rename(part, target).catch(async (error: unknown) => {
      // Windows refuses while another process reads the file that it has just downloaded itself.
      if (!(await isSound(target, expected))) throw error;
    });
  } finally {
    await rm(part, { force: true });
  }
}

async function write(
  address: URL,
  part: string,
  expected: DatasetFile,
  received: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const server = `The server ${address.host}`;
  const stall = new AbortController();
  const rearm = () => setTimeout(() => stall.abort(), STALL_MS);
  let timer = rearm();
  const file = await open(part, 'wx');
  try {
    const response = await fetch(address, {
      headers: { 'accept-encoding': 'identity' },
      signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal,
    });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new DownloadProblem(`${server} answered ${`${response.status} ${response.statusText}`.trimEnd()}.`);
    }
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = rearm();
      bytes += chunk.length;
      if (bytes > expected.bytes) throw new DownloadProblem(`${server} sent more than the ${expected.bytes} bytes that the file has.`);
      hash.update(chunk);
      await file.writeFile(chunk);
      received(bytes);
    }
    if (bytes < expected.bytes) throw new DownloadProblem(`It broke off after ${bytes} of ${expected.bytes} bytes.`);
    if (hash.digest('hex') !== expected.sha256) throw new DownloadProblem('What arrived has a wrong checksum: it is not the real file.');
    await file.sync();
  } catch (error) {
    signal?.throwIfAborted();
    if (stall.signal.aborted) throw new DownloadProblem(`${server} sent nothing for ${STALL_MS / 1000} seconds.`);
    // fetch hides the reason (no name server, no route, broken off …) in `cause`.
    if (error instanceof TypeError) throw new DownloadProblem(`${server} cannot be reached or broke off (${innermost(error)}).`);
    throw error;
  } finally {
    clearTimeout(timer);
    await file.close();
  }
}

function innermost(error: Error): string {
  if (error.cause instanceof Error) return innermost(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

/** A process that was killed leaves its part behind. */
async function removeStaleParts(folder: string, name: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`${name}.`) || !entry.endsWith(PART)) continue;
    const part = path.join(folder, entry);
    const age = await stat(part).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_PART_MS) await rm(part, { force: true });
  }
}
