import * as tf from '@tensorflow/tfjs-core';
import type { RuntimeName, RuntimeReport } from '../../core/training/events';
import type { RuntimeProbe } from '../../protocol/examination';
import type { Places } from '../../protocol/places';
import { Failure, inWords } from '../failure';
import { startCpu } from './cpu';
import { probeTensorflow, startTensorflow } from './tensorflow';
import { startWasm } from './wasm';

/** What tensors are computed by, once it has been started. */
export interface Runtime {
  readonly name: RuntimeName;
  /** For people: `WebAssembly (SIMD)`. */
  readonly label: string;
  readonly version: string;
  readonly device: string;
  /** How fast it is, or what it lacks, in a few words. */
  readonly about: string;
}

/** The fastest first. A start rejects with a `Failure` that says why this runtime cannot be had here. */
const STARTS: Readonly<Record<RuntimeName, (places?: Places) => Promise<Runtime>>> = {
  tensorflow: startTensorflow,
  wasm: startWasm,
  cpu: startCpu,
};
const ORDER = Object.keys(STARTS) as RuntimeName[];

/**
 * Starts the wanted runtime, or for `auto` the fastest that can be had, and makes it tfjs's backend. The report says
 * what was tried before. Fails where the wanted one cannot be had: nobody is given a slower one unasked.
 */
export async function startRuntime(wanted: RuntimeName | 'auto' = 'auto', places?: Places): Promise<RuntimeReport> {
  const tried: { name: RuntimeName; reason: string }[] = [];
  for (const name of wanted === 'auto' ? ORDER : [wanted]) {
    const result = await attempt(name, places);
    if (!(result instanceof Error)) {
      const { label, version, device, about } = result;
      const why = wanted === 'auto' ? `The fastest that can be had here: ${about}` : `Asked for: ${about}`;
      return { name, label, version, device, why, tried };
    }
    if (wanted !== 'auto') throw unusable(wanted, result);
    tried.push({ name, reason: inWords(result) });
  }
  throw new Failure('No runtime can be used here.', {
    reason: tried.map(({ name, reason }) => `${name}: ${reason}`).join(' '),
    next: 'Install Layerwise again.',
  });
}

function unusable(runtime: RuntimeName, error: Error): Failure {
  const { reason, next } = error instanceof Failure ? error.details : {};
  const another = 'the runtime auto, which takes the fastest that works.';
  return new Failure(`The runtime ${runtime} can't be used here.`, {
    reason: [error.message, reason].filter(Boolean).join(' '),
    next: next ? `${next} Or choose ${another}` : `Choose ${another}`,
    runtime,
  });
}

/** Tries every runtime, the fastest first. The last one that starts is left as tfjs's backend. */
export async function probeRuntimes(places?: Places): Promise<readonly RuntimeProbe[]> {
  const probes: RuntimeProbe[] = [];
  for (const name of ORDER) {
    if (name === 'tensorflow') {
      probes.push(await probeTensorflow(places));
      continue;
    }
    const result = await attempt(name, places);
    if (result instanceof Error) probes.push({ name, available: false, reason: inWords(result) });
    else probes.push({ name, available: true, label: result.label, version: result.version, device: result.device });
  }
  return probes;
}

async function attempt(name: RuntimeName, places?: Places): Promise<Runtime | Error> {
  // Without it tfjs prints advice for its own users.
  tf.env().set('PROD', true);
  try {
    return await STARTS[name](places);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
