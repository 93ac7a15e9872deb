import { access, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { analyzeText } from '../../core/analyze';
import type { TrainingSection } from '../../core/document';
import { serialize } from '../../core/serialize';
import { weightsBeside, type ImportFormat, type ImportReport, type ImportRequest } from '../../protocol/modelImport';
import { requireNew, writeWhole } from '../export/outputFile';
import { Failure } from '../failure';
import { fileFailure } from '../fileFailure';
import { writeArrays } from './writeArrays';
import { importHdf5Model } from './hdf5Model';
import type { ImportedModel, OpenedFile } from './importer';
import { importJson } from './jsonModel';
import { importKerasFile } from './kerasFile';
import { importOnnx } from './onnx';

/** Reads a model of another program and writes it as a design, with its weights beside it. Rejects with a `Failure`. */
export async function importModel({ file, design, overwrite, withoutWeights }: ImportRequest): Promise<ImportReport> {
  const weights = weightsBeside(design);
  await requireNew(design, overwrite);
  return withModel(file, async ({ format, ...read }) => {
    const model = withoutWeights ? shownAlone(read) : read;
    if (model.arrays.length === 0) return writeDesign(model, { format, design });
    await requireNew(weights, overwrite);
    const written = await writeArrays(weights, model.arrays, { source: path.basename(file) });
    try {
      // Neither is replaced without the other.
      return await replacing(design, () => writeDesign(model, { format, design, weights }), written.place);
    } finally {
      await written.drop();
    }
  });
}

/** What is only looked at is not trained either. */
function shownAlone({ design, ...model }: ImportedModel): ImportedModel {
  const { training: _training, ...graph } = design;
  return { ...model, design: graph, arrays: [] };
}

/** Does something with the model in a file, which is open as long as that. Rejects with a `Failure` that names the file. */
export async function withModel<Result>(
  file: string,
  act: (model: ImportedModel & { readonly format: ImportFormat }) => Promise<Result>,
): Promise<Result> {
  const opened = await openFile(file);
  try {
    const model = await readFileOf(opened);
    try {
      return await act(model);
    } finally {
      await model.close?.();
    }
  } catch (error) {
    throw inFile(error, path.basename(file));
  } finally {
    await opened.handle.close();
  }
}

async function openFile(file: string): Promise<OpenedFile> {
  const refused = (error: unknown) => fileFailure(error, `${path.basename(file)} could not be read.`);
  const found = await stat(file).catch((error: unknown) => {
    throw refused(error);
  });
  if (found.isDirectory()) throw await noFolder(file);
  if (!found.isFile()) throw new Failure(`${path.basename(file)} is no file.`);
  const handle = await open(file).catch((error: unknown) => {
    throw refused(error);
  });
  return { path: file, size: found.size, handle };
}

async function noFolder(folder: string): Promise<Failure> {
  const saved = await access(path.join(folder, 'saved_model.pb')).then(
    () => true,
    () => false,
  );
  if (!saved)
    return new Failure(`${path.basename(folder)} is a folder.`, { next: 'Give the file of a model in it: model.json, for example.' });
  return new Failure(`${path.basename(folder)} is a SavedModel: a graph of TensorFlow, whose layers are not in it.`, {
    next: 'In Python, load the model and save it with model.save("name.keras").',
  });
}

/** What a file is shows in how it begins, whatever its name ends with. */
async function readFileOf(file: OpenedFile): Promise<ImportedModel & { readonly format: ImportFormat }> {
  const start = new Uint8Array(16);
  const { bytesRead } = await file.handle.read(start, 0, start.length, 0);
  const text = String.fromCharCode(...start.subarray(0, bytesRead));
  if (text.startsWith('PK')) return { ...(await importKerasFile(file)), format: 'keras-file' };
  if (text.startsWith('\x89HDF\r\n\x1a\n')) return { ...(await importHdf5Model(file)), format: 'h5' };
  if (/^(?:\xEF\xBB\xBF)?\s*[{["]/.test(text)) return importJson(file);
  // What an ONNX file begins with is the version of its format, as Protocol Buffers writes a small number.
  if (text.startsWith('\x08') || /\.onnx$/i.test(file.path)) return { ...(await importOnnx(file)), format: 'onnx' };
  throw new Failure('This is no kind of file that is known here.', {
    reason: bytesRead === 0 ? 'It is empty.' : undefined,
    next: 'Layerwise reads .keras, .h5, model.to_json(), the model.json of TensorFlow.js, and .onnx.',
  });
}

/** Writes a file, and then does something else; where that fails the file is as it was before. */
async function replacing<Result>(file: string, write: () => Promise<Result>, then: () => Promise<void>): Promise<Result> {
  const before = await readFile(file).catch(() => undefined);
  const result = await write();
  try {
    await then();
  } catch (error) {
    await (before ? writeWhole(file, before, 'The design') : rm(file, { force: true }));
    throw error;
  }
  return result;
}

async function writeDesign(
  { design: read, unknown, notes }: ImportedModel,
  written: Pick<ImportReport, 'format' | 'design' | 'weights'>,
): Promise<ImportReport> {
  const { weights } = written;
  const training: TrainingSection | undefined =
    weights === undefined ? read.training : { ...read.training, weights: { from: path.basename(weights) } };
  const text = serialize({ ...read, ...(training && { training }) });
  await writeWhole(written.design, text, 'The design');
  const { layers, totals } = analyzeText(text);
  return { ...written, layers: layers.length, parameters: totals.total, unknown, notes };
}

/** A failure that begins with the name of the file. */
function inFile(error: unknown, name: string): unknown {
  if (!(error instanceof Failure) || error.message.includes(name)) return error;
  return new Failure(`${name}: ${error.message}`, error.details);
}
