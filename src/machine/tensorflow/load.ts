import { Failure } from '../../core/failure';
import type { Addon } from './addon';
import type { FoundTensorflow } from './find';
import { hasNvidia } from './nvidia';

/** What is loaded into a process, in this order. */
export interface Loadable extends Addon {
  readonly nvidia: readonly string[];
  readonly libraries: readonly string[];
}

/** CUDA's libraries are large, and of no use without a device. */
export const loadable = (found: FoundTensorflow, addon: Addon): Loadable => ({
  ...addon,
  libraries: found.libraries,
  nvidia: hasNvidia() ? found.nvidia : [],
});

/** `environment` with what TensorFlow should find in it, which it reads once. What a person has set stays. */
export const tensorflowEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  // Otherwise it takes nearly all memory of a GPU at its start.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  // Errors only. To one that was built for CUDA it is an error that there is no device: where there is none, only what ends it.
  TF_CPP_MIN_LOG_LEVEL: hasNvidia() ? '2' : '3',
  ...environment,
});

/**
 * Loads TensorFlow and the addon into this very process, and returns what the addon exports. Only what has been tried in a
 * process of its own should be loaded: a broken library can end a process without a word.
 */
export function loadTensorflow({ preload, binding, libraries, nvidia }: Loadable): unknown {
  Object.assign(process.env, tensorflowEnvironment(process.env));
  if (preload !== undefined) {
    const { load: open, setLogLevel } = loadAddon(preload) as Preload;
    // One may need another that comes later: around again as long as that helps.
    for (let left = nvidia, before = Infinity; left.length < before;) {
      before = left.length;
      left = left.filter((library) => open(library, false) !== undefined);
    }
    for (const [i, library] of libraries.entries()) {
      // The first one greets as soon as it is loaded, and has what keeps the others quiet. Nothing else is heard meanwhile.
      const problem = open(library, i === 0);
      if (problem !== undefined) throw new Failure(`${library} can't be loaded.`, { reason: problem });
      setLogLevel(Number(process.env['TF_CPP_MIN_LOG_LEVEL']) || 0);
    }
  }
  return loadAddon(binding);
}

/** What `preload.cc` exports. */
interface Preload {
  /** The loader's words where the library cannot be loaded. */
  readonly load: (path: string, quietly: boolean) => string | undefined;
  /** 0: all, 2: errors, 3: only what ends the process. */
  readonly setLogLevel: (level: number) => void;
}

function loadAddon(file: string): unknown {
  const loaded = { exports: {} };
  process.dlopen(loaded, file);
  return loaded.exports;
}
