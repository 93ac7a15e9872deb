import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { weightPaths } from '../../core/keras/weightPaths';
import { modelConfig } from '../../core/keras/write/modelConfig';
import { pythonJson } from '../../core/keras/write/pythonJson';
import type { Exporter } from './exporter';

/** The version of Keras whose files these are like. */
const KERAS_VERSION = '3.0.0';

/** A `.keras` file: a zip archive with the model as JSON and the weights as HDF5, as Keras itself not compressed. */
export const exportKerasFile: Exporter = async ({ analysis, arrays }) => {
  const { model, notes } = modelConfig(analysis, 'keras3');
  const { writeHdf5 } = await import('../hdf5/hdf5');
  const names = arrays.map(({ name }) => name);
  const paths = weightPaths(analysis, names);
  const weights = await writeHdf5({ arrays: arrays.map((array) => ({ ...array, name: paths.get(array.name)! })) });
  const saved = new Date();
  const metadata = { keras_version: KERAS_VERSION, date_saved: saved.toISOString().replace('T', '@').slice(0, 19) };
  const zip = new ZipFile();
  const add = (name: string, content: Uint8Array) => zip.addBuffer(Buffer.from(content.buffer, content.byteOffset, content.byteLength), name, { compress: false, mtime: saved }); // prettier-ignore
  add('metadata.json', Buffer.from(JSON.stringify(metadata)));
  add('config.json', Buffer.from(pythonJson(model)));
  add('model.weights.h5', weights);
  zip.end();
  return { content: await buffer(zip.outputStream), notes };
};
