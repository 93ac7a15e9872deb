import { File, ready } from 'h5wasm';
import type { NamedArray } from '../safetensors';

const NAME = 'arrays.h5';

/** What is to be in a file: float32 arrays by their paths (`layers/dense/vars/0`), and texts that groups have. */
export interface Hdf5Content {
  readonly arrays: readonly NamedArray[];
  /** Of each group its texts, or lists of texts, by name. `path` is empty for the file itself. */
  readonly attributes?: readonly ({ readonly path: string } & { readonly [attribute: string]: string | readonly string[] })[];
}

/** An HDF5 file as bytes. */
export async function writeHdf5({ arrays, attributes = [] }: Hdf5Content): Promise<Uint8Array> {
  // Its files are in memory.
  const { FS } = await ready;
  const file = new File(NAME, 'w');
  const groups = new Set<string>(['']);
  const makeGroup = (path: string) => {
    const parts = path.split('/');
    for (let depth = 1; depth <= parts.length; depth++) {
      const group = parts.slice(0, depth).join('/');
      if (!groups.has(group)) file.create_group(group);
      groups.add(group);
    }
  };
  for (const { name, shape, values } of arrays) {
    const parent = name.slice(0, name.lastIndexOf('/'));
    if (parent !== '') makeGroup(parent);
    file.create_dataset({ name, data: values, shape: [...shape], dtype: '<f4' });
  }
  for (const { path, ...texts } of attributes) {
    if (path !== '') makeGroup(path);
    const owner = path === '' ? file : file.get(path);
    if (!owner || !('create_attribute' in owner)) continue;
    for (const [name, text] of Object.entries(texts)) owner.create_attribute(name, typeof text === 'string' ? text : [...text]);
  }
  file.close();
  const bytes = FS.readFile(NAME);
  FS.unlink(NAME);
  return bytes;
}
