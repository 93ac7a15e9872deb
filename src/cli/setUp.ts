import path from 'node:path';
import { storageFolder } from '../machine/storage';
import { setUpLog, setUpTensorflow } from '../machine/tensorflow/setUp';
import type { Proof } from '../protocol/proof';
import { programPath } from './places';
import type { Output } from './print';

/** The options of `layerwise setup`. */
export interface SetUpOptions {
  readonly cuda?: boolean;
  readonly python?: string;
  readonly folder?: string;
  readonly json?: boolean;
}

/** 128 and the number of the signal, as shells count. */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Sets up TensorFlow in Layerwise's own folder or another one; the result is the exit code. Ctrl-C takes it all back. */
export async function setUp({ cuda = false, python, folder, json }: SetUpOptions, output: Output): Promise<number> {
  const storage = folder === undefined ? storageFolder() : path.resolve(folder);
  const control = new AbortController();
  let code = 0;
  const cancel = (signal: keyof typeof SIGNAL_CODES) => {
    code = SIGNAL_CODES[signal];
    control.abort();
  };
  const signals = Object.keys(SIGNAL_CODES) as (keyof typeof SIGNAL_CODES)[];
  for (const signal of signals) process.on(signal, cancel);
  let proof: Proof | undefined;
  try {
    const found = await setUpTensorflow(
      { storage, cuda, ...(python !== undefined && { python: programPath(python) }) },
      {
        step: (text) => output.print(json ? JSON.stringify({ type: 'step', text }) : `${text} …`),
        line: (text) => output.redraw?.(text),
        prove: async ({ python: own }) => {
          const { prove } = await import('../trainer/prove');
          proof = await prove({ storage, python: own });
        },
      },
      control.signal,
    );
    const { version, folder: place } = found;
    if (json) output.print(JSON.stringify({ type: 'finished', storage, folder: place, python: found.python, version, proof }));
    else for (const line of doneLines(proof!, storage, folder)) output.print(line);
    return 0;
  } catch (error) {
    if (!control.signal.aborted) throw error;
    output.complain(`Cancelled: what was begun is removed again. The log is ${setUpLog(storage)}.`);
    return code;
  } finally {
    for (const signal of signals) process.off(signal, cancel);
  }
}

function doneLines({ tensorflow, embedded, steps, difference }: Proof, storage: string, named: string | undefined): string[] {
  const use = named === undefined ? 'Training uses it from now on.' : `Use it with --tensorflow ${storage}.`;
  return [
    `${tensorflow.label} is set up in ${storage}.`,
    `${steps} steps on it and on ${embedded.label} gave the same losses (difference ${difference.toExponential(0)}). ${use}`,
  ];
}
