import { File, ready } from 'h5wasm';
import type { NamedArray } from '../safetensors';

const NAME = 'arrays.h5';

/** An HDF5 file as bytes: a float32 data set for each array, whose name is its path (`layers/dense/vars/0`). */
export async function writeHdf5(arrays: readonly NamedArray[]): Promise<Uint8Array> {
  // Its files are in memory.
  const { FS } = await ready;
  const file = new File(NAME, 'w');
  const groups = new Set<string>();
  for (const { name, shape, values } of arrays) {
    const parts = name.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const group = parts.slice(0, depth).join('/');
      if (!groups.has(group)) file.create_group(group);
      groups.add(group);
    }
    file.create_dataset({ name, data: values, shape: [...shape], dtype: '<f4' });
  }
  file.close();
  const bytes = FS.readFile(NAME);
  FS.unlink(NAME);
  return bytes;
}
