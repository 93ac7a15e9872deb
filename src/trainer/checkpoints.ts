import * as tf from '@tensorflow/tfjs-core';
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { Failure } from './failure';
import { fileFailure, runFileFailure } from './fileFailure';
import type { Model } from './model/model';
import { readSafetensors, writeSafetensors, type Safetensors } from './safetensors';

/**
 * Writes the weights of a model, named `<layer>/<weight>`, as they are when it is asked to, while training goes on. Each
 * file is whole or not there.
 */
export class CheckpointWriter {
  private writing: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  /**
   * Resolves when those weights are taken and what was to be written before is. `written`: called when they are in the files.
   * Rejects with a `Failure` where something could not be written, of before too.
   */
  async save(files: readonly string[], model: Model, metadata: { readonly [key: string]: string }, written: () => void): Promise<void> {
    const arrays = model.weights.map(({ path, variable }) => ({
      name: path,
      shape: variable.shape,
      values: variable.dataSync() as Float32Array,
    }));
    const bytes = Buffer.from(writeSafetensors({ arrays, metadata }).buffer);
    await this.settled();
    this.writing = Promise.all(files.map((file) => this.write(file, bytes))).then(() => {
      if (this.failure === undefined) written();
    });
  }

  /** Resolves when everything is in its file. Rejects with a `Failure` where something could not be written. */
  async settled(): Promise<void> {
    await this.writing;
    if (this.failure !== undefined) throw this.failure;
  }

  private async write(file: string, bytes: Buffer): Promise<void> {
    try {
      await writeFileAtomic(file, bytes).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        await makeFolderOf(file);
        await writeFileAtomic(file, bytes);
      });
    } catch (error) {
      const failure = runFileFailure(error, `The weights could not be saved as ${file}.`);
      this.failure ??= failure instanceof Error ? failure : new Error(String(failure));
    }
  }
}

/** Somebody who makes room deletes checkpoints, and their folder; that of the run itself is never made anew. */
export async function makeFolderOf(file: string): Promise<void> {
  await mkdir(path.dirname(file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** SHA-256 of all weights, their float32 bytes in the order of the file that `CheckpointWriter` writes. */
export function weightsDigest(model: Model): string {
  const hash = createHash('sha256');
  for (const { variable } of model.weights) {
    const values = variable.dataSync() as Float32Array;
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}

/** Sets the weights of a model to those of a checkpoint. Fails where they are not all there with the same shapes. */
export async function loadCheckpoint(file: string, model: Model): Promise<Safetensors['metadata']> {
  const { arrays, metadata } = await readCheckpoint(file);
  const byName = new Map(arrays.map((array) => [array.name, array]));
  for (const { path, variable } of model.weights) {
    const array = byName.get(path);
    if (!array || array.shape.join() !== variable.shape.join())
      throw new Failure(`The weights in ${file} are not of this design.`, {
        reason: array
          ? `${path} has the shape [${array.shape.join(', ')}] there and [${variable.shape.join(', ')}] here.`
          : `${path} is not there.`,
        next: 'Use the design that is in the run folder.',
      });
  }
  for (const { path, variable } of model.weights) tf.tidy(() => variable.assign(tf.tensor(byName.get(path)!.values, variable.shape)));
  return metadata;
}

/** The arrays of a file of weights. Rejects with a `Failure` where it cannot be read. */
export async function readCheckpoint(file: string): Promise<Safetensors> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileFailure(error, `The weights in ${file} could not be read.`);
  });
  try {
    return readSafetensors(bytes);
  } catch (error) {
    throw new Failure(`The weights in ${file} could not be read.`, { reason: error instanceof Error ? error.message : String(error) });
  }
}
