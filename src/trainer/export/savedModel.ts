import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isRejected, lookForTensorflow } from '../../machine/tensorflow/find';
import { runLogged } from '../../machine/tensorflow/runLogged';
import type { Places } from '../../protocol/places';
import { Failure } from '../failure';
import type { Exporter } from './exporter';
import { exportKerasFile } from './kerasFile';

/** What Python does with a `.keras` file; only TensorFlow itself writes all that is in a SavedModel. */
const PROGRAM = `
import keyword
import sys
import keras

model = keras.models.load_model(sys.argv[1], compile=False)
names = [tensor.name for tensor in model.inputs]
if all(name.isidentifier() and not keyword.iskeyword(name) for name in names):
    model.export(sys.argv[2], verbose=False)
else:
    # The signature's arguments are called as the inputs are, and these are no names in Python.
    specs = [keras.InputSpec(shape=tensor.shape, dtype=tensor.dtype, name=f"input_{i}") for i, tensor in enumerate(model.inputs)]
    model.export(sys.argv[2], verbose=False, input_signature=specs)
`;

/** A SavedModel with the signatures that Keras gives it, for TensorFlow Serving, TensorFlow Lite and all that reads these. */
export const exportSavedModel: Exporter = async (model, { places = {} }) => {
  const python = await pythonWithTensorflow(places);
  const { content, notes } = await exportKerasFile(model, {});
  const folder = await mkdtemp(path.join(tmpdir(), 'layerwise-export-'));
  try {
    const [file, target, program] = ['model.keras', 'saved', 'export.py'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(file, content as Uint8Array);
    await writeFile(program, PROGRAM);
    const env = { ...process.env, KERAS_BACKEND: 'tensorflow', TF_CPP_MIN_LOG_LEVEL: '3', PYTHONNOUSERSITE: '1' };
    const { code, lines } = await runLogged(python, [program, file, target], () => undefined, { env });
    if (code !== 0)
      throw new Failure('Python could not write the SavedModel.', {
        reason: `${python} says: ${lines.findLast((line) => line.trim() !== '') ?? 'nothing'}`,
        next: 'It needs TensorFlow with Keras 3: version 2.16 or newer. Layerwise: Set Up TensorFlow, or layerwise setup, makes such a Python.',
      });
    return { content: await filesIn(target), notes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The first Python with TensorFlow, where the person has it. */
async function pythonWithTensorflow(places: Places): Promise<string> {
  const reasons: string[] = [];
  for await (const one of lookForTensorflow(places)) {
    if (isRejected(one)) {
      if (!one.absent) reasons.push(`${one.what}: ${one.reason}`);
    } else if (one.python !== undefined) return one.python;
  }
  throw new Failure('A SavedModel is written by TensorFlow for Python, and there is none here.', {
    reason: reasons.length > 0 ? reasons.slice(0, 3).join(' ') : undefined,
    next: 'Set it up with Layerwise: Set Up TensorFlow, or layerwise setup; or name a Python that has it with --python.',
  });
}

async function filesIn(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(folder, file).split(path.sep).join('/'), await readFile(file));
  }
  return files;
}
