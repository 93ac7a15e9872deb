import { closeSync, openSync, readSync } from 'node:fs';
import { elementCount } from '../../trainer/data/numericArray';
import type { SampleFiles } from './sampleFiles';

/** The first samples of the files, as bare numbers. */
export function readSamples(files: SampleFiles, count: number): { inputs: Float32Array; targets: Float32Array | Int32Array } {
  const inputs = new Float32Array(count * elementCount(files.inputShape));
  const targets = new (files.targetKind === 'classes' ? Int32Array : Float32Array)(count * elementCount(files.targetShape));
  fill(files.inputs, inputs);
  fill(files.targets, targets);
  return { inputs, targets };
}

function fill(file: string, array: NodeJS.ArrayBufferView): void {
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, array, 0, array.byteLength, 0) !== array.byteLength) throw new Error(`${file} is too short.`);
  } finally {
    closeSync(handle);
  }
}
