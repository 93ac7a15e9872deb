import { open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { RUN_FILES } from '../../protocol/runFolder';
import { makeFolderOf } from '../checkpoints';
import { Failure } from '../failure';
import { fileFailure, fileReason } from '../fileFailure';
import { decodeState, encodeState, NewerState, type TrainingState } from './stateFile';

/** The newest state, and the one before it. */
const GENERATIONS = ['state.safetensors', 'state-before.safetensors'] as const;
/** The one that is being written; whole where the process was killed before it got its name. */
const FRESH = 'state.safetensors.tmp';

const SECONDS_BETWEEN = 30;

/**
 * Writes states into a run's folder while training goes on: the newest one that waits is next, and one that could not be
 * written is told and no harm. The one before it stays until the new one is whole.
 */
export class StateKeeper {
  private last = performance.now();
  private waiting: TrainingState | undefined;
  private writing: Promise<void> | undefined;
  private complained = false;

  /**
   * @param told why a state could not be written, once
   * @param before what has to be on the disk before a state is: rejects where it never will be
   */
  constructor(
    private readonly folder: string,
    private readonly told: (reason: string) => void,
    private readonly seconds: number = SECONDS_BETWEEN,
    private readonly before: () => Promise<void> = () => Promise.resolve(),
  ) {}

  /** Whether the last state is so old that another one is to be kept. */
  get due(): boolean {
    return performance.now() - this.last >= this.seconds * 1000;
  }

  keep(state: TrainingState): void {
    this.last = performance.now();
    this.waiting = state;
    this.writing ??= this.writeWaiting();
  }

  /** Resolves when nothing waits to be written. */
  async close(): Promise<void> {
    await this.writing;
  }

  private async writeWaiting(): Promise<void> {
    for (let state = this.waiting; state; state = this.waiting) {
      this.waiting = undefined;
      try {
        await this.before();
        await writeState(this.folder, state);
      } catch (error) {
        this.complain(fileReason(error) ?? (error instanceof Error ? error.message : String(error)));
      }
    }
    this.writing = undefined;
  }

  private complain(reason: string): void {
    if (this.complained) return;
    this.complained = true;
    try {
      this.told(reason);
    } catch {
      // The folder takes nothing at all: the next event of the run meets that too, where somebody waits for it.
    }
  }
}

async function writeState(folder: string, state: TrainingState): Promise<void> {
  const [newest, before] = GENERATIONS.map((name) => path.join(folder, RUN_FILES.checkpoints, name)) as [string, string];
  const fresh = path.join(folder, RUN_FILES.checkpoints, FRESH);
  const bytes = await encodeState(state);
  await makeFolderOf(fresh);
  try {
    await withFile(fresh, 'w', async (file) => {
      await file.writeFile(bytes);
      await file.sync();
    });
  } catch (error) {
    // On a full disk a part of it would take the last room, in which the record of the run is to say how it ended.
    await rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
  // The lines that the state speaks of are on the disk before it is.
  await withFile(path.join(folder, RUN_FILES.metrics), 'r', (file) => file.datasync());
  await rename(newest, before).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, newest);
}

async function withFile(name: string, flags: string, use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(name, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** The newest state in a run's folder that is whole; `undefined` where none was ever written. Fails where all are damaged, or too new. */
export async function readNewestState(folder: string): Promise<TrainingState | undefined> {
  const metrics = await stat(path.join(folder, RUN_FILES.metrics)).then(({ size }) => size, () => 0); // prettier-ignore
  const damaged: string[] = [];
  for (const name of [...GENERATIONS, FRESH]) {
    const file = path.join(folder, RUN_FILES.checkpoints, name);
    try {
      const state = await decodeState(await readFile(file));
      if (state.facts.metricsBytes <= metrics) return state;
      if (name !== FRESH) damaged.push(`${name}: metrics.jsonl is shorter than it was when this was written.`);
    } catch (error) {
      // One that was being written is torn more often than not, and never was a checkpoint.
      if (name === FRESH || (error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof NewerState)
        throw new Failure(`The checkpoint ${file} was written by a newer Layerwise.`, { reason, next: 'Update Layerwise, then resume.' });
      if (fileReason(error)) throw fileFailure(error, `The checkpoint ${file} could not be read.`);
      damaged.push(`${name}: ${reason}`);
    }
  }
  if (damaged.length === 0) return undefined;
  throw new Failure(`The run in ${folder} has no checkpoint that is whole.`, {
    reason: damaged.join(' '),
    next: 'Train the design again, or delete these files: then the run begins anew with the same seed.',
  });
}
