import os from 'node:os';
import { usableMemory } from '../machine/memory';
import type { Examination } from '../protocol/examination';
import type { Places } from '../protocol/places';
import { probeRuntimes } from './runtime/runtime';
import { layerwiseVersion } from './version';

/** Tries every runtime of this machine. In a process of its own: a library may end the one that it is loaded into. */
export async function examine(places: Places): Promise<Examination> {
  return {
    layerwise: layerwiseVersion(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpus: os.availableParallelism(),
    memory: usableMemory(),
    runtimes: await probeRuntimes(places),
  };
}
