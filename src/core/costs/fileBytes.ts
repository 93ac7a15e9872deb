import type { Analysis } from '../analysis';
import { BYTES_OF_FLOAT } from '../analyzeLayer';
import { product } from '../layers/size';

/** Sizes of the files that hold a model's weights, in bytes. */
export interface FileBytes {
  /** As `trainer/safetensors.ts` writes it, without what a checkpoint notes about its run. */
  readonly safetensors: number;
  /** About: HDF5 lays its tables out in blocks. */
  readonly hdf5: number;
}

/** What HDF5 adds for each weight and its groups, and for the file; measured on files that h5wasm wrote. */
const HDF5 = { each: 460, whole: 1200 };

export function fileBytes({ layers }: Analysis): FileBytes {
  const shapes: [string, readonly number[]][] = [];
  for (const { name, used, weights = [] } of layers)
    if (used) for (const weight of weights) shapes.push([`${name}/${weight.name}`, weight.shape]);
  let end = 0;
  const entries = shapes.map(([name, shape]) => {
    const from = end;
    end += BYTES_OF_FLOAT * product(shape);
    return [name, { dtype: 'F32', shape, data_offsets: [from, end] }];
  });
  const header = utf8Length(JSON.stringify({ __metadata__: {}, ...Object.fromEntries(entries) }));
  return { safetensors: 8 + 8 * Math.ceil(header / 8) + end, hdf5: end + HDF5.each * shapes.length + HDF5.whole };
}

/** Bytes of a text in UTF-8; there is no encoder that browsers and Node's core types share here. */
function utf8Length(text: string): number {
  // eslint-disable-next-line no-control-regex -- ASCII, as most names are
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
