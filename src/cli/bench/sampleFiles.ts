import { open } from 'node:fs/promises';
import type { DataSection } from '../../core/document';
import { loadData } from '../../trainer/data/loadData';
import type { DataContext, TargetColumn } from '../../trainer/data/loadedData';
import { elementCount } from '../../trainer/data/numericArray';

/** About as many as MNIST has for training, in whole batches. */
const MOST_SAMPLES = 51_200;
const MOST_BYTES = 512 * 2 ** 20;
const AT_ONCE = 1024;

/** Samples on disk as bare numbers in the machine's own byte order, for those who don't read data as designs name it. */
export interface SampleFiles {
  readonly count: number;
  /** float32, scaled as the design says. */
  readonly inputs: string;
  /** Of one sample. */
  readonly inputShape: readonly number[];
  /** int32 where they are class ids, else float32. */
  readonly targets: string;
  readonly targetShape: readonly number[];
  readonly targetKind: TargetColumn['kind'];
}

/** Writes the first training samples that a design names into the files `<name>.inputs` and `<name>.targets`. */
export async function writeSamples(data: DataSection, context: DataContext, name: string): Promise<SampleFiles> {
  const { training, sampleShapes, targets: columns } = await loadData(data, context);
  const [sampleShape, { shape: targetShape, kind: targetKind }] = [sampleShapes[0]!, columns[0]!];
  const [inputSize, targetSize] = [elementCount(sampleShape), elementCount(targetShape)];
  const count = Math.min(training.count, MOST_SAMPLES, Math.max(1, Math.floor(MOST_BYTES / 4 / inputSize)));
  const files = {
    ...{ count, inputs: `${name}.inputs`, inputShape: sampleShape },
    ...{ targets: `${name}.targets`, targetShape, targetKind },
  };
  const Targets = targetKind === 'classes' ? Int32Array : Float32Array;
  const inputs = await open(files.inputs, 'w');
  const targets = await open(files.targets, 'w');
  try {
    for (let from = 0; from < count; from += AT_ONCE) {
      const indices = Int32Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => from + i);
      const x = new Float32Array(indices.length * inputSize);
      const y = new Targets(indices.length * targetSize);
      training.readInputs(indices, x);
      training.readTargets(indices, y);
      await inputs.writeFile(new Uint8Array(x.buffer));
      await targets.writeFile(new Uint8Array(y.buffer));
    }
  } finally {
    await inputs.close();
    await targets.close();
  }
  return files;
}
