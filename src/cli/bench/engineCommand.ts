import { isRejected, lookForTensorflow } from '../../machine/tensorflow/find';
import { pythonsOnPath } from '../../machine/tensorflow/python';
import type { Places } from '../../protocol/places';
import type { EngineName } from './engines';
import type { EngineCommand } from './engineProcess';
import { EngineProblem } from './job';
import { KERAS_PROGRAM } from './kerasProgram';

/** The hidden command of this very program that is an engine. */
export const ENGINE_COMMAND = 'bench-engine';

/** How an engine is started: this program again, or Python. */
export async function engineCommand(engine: EngineName, places: Places): Promise<EngineCommand> {
  if (engine !== 'keras') return { program: process.execPath, args: [__filename, ENGINE_COMMAND] };
  const python = places.python ?? (await findPython(places));
  if (python === undefined) throw new EngineProblem('No Python was found. Name one that has Keras with --python.', true);
  return { program: python, args: ['-c', KERAS_PROGRAM] };
}

/** The first interpreter that has a TensorFlow, else the first on PATH, which may say itself what it lacks. */
async function findPython(places: Places): Promise<string | undefined> {
  for await (const one of lookForTensorflow(places)) if (!isRejected(one) && one.python !== undefined) return one.python;
  return pythonsOnPath()[0];
}
