import os from 'node:os';
import { formatBytes } from '../../core/format';
import { layerwiseVersion } from '../../trainer/version';

/** The machine and what is the same for all engines, in lines for people. */
export function machineLines(): string[] {
  const model = os.cpus()[0]?.model.trim() || 'unknown processor';
  const count = os.availableParallelism();
  return [
    `${model}, ${count} ${count === 1 ? 'core' : 'cores'}, ${formatBytes(os.totalmem())} of memory, ${os.type()} ${os.arch()}.`,
    `Layerwise ${layerwiseVersion()}, Node ${process.versions.node}.`,
  ];
}
