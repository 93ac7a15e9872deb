import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../trainer/failure';
import { readSettings } from '../trainer/settings';
import { runBench } from './bench/runBench';
import { ENGINES, type EngineName } from './bench/engines';
import { machineLines } from './bench/machine';
import { modelDesign, MODELS, OPTIMIZERS, type ModelName, type OptimizerName } from './bench/models';
import { resultLines } from './bench/table';
import type { Workload } from './bench/runBench';
import { requireSound, type DesignFile } from './designFile';
import { readPlaces } from './places';
import type { Output } from './print';

/** The options of `layerwise bench`; a list that is absent: all. */
export interface BenchOptions {
  readonly json?: boolean;
  readonly python?: string;
  readonly models?: readonly ModelName[];
  readonly batch?: readonly number[];
  readonly optimizers?: readonly OptimizerName[];
  readonly engines?: readonly EngineName[];
  readonly rounds: number;
  readonly seconds: number;
}

const BATCH_SIZES = [32, 128];

/** Trains models on our runtimes and on others in turns and prints how fast each was; the result is the exit code. */
export async function bench(design: DesignFile | undefined, options: BenchOptions, output: Output): Promise<number> {
  const workloads = design ? designWorkloads(design, options) : exampleWorkloads(options);
  const { engines = ENGINES, rounds, seconds, json } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'layerwise-bench-'));
  const clear = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  const interrupted = () => void clear().finally(() => process.exit(130));
  process.once('SIGINT', interrupted);
  try {
    await mkdir(path.join(folder, 'empty'));
    const machine = machineLines();
    if (json) for (const line of machine) output.complain(line);
    const result = await runBench(workloads, {
      engines,
      plan: { rounds, seconds },
      places: readPlaces({ python: options.python }),
      folder,
      say: (line) => output.complain(line),
    });
    const { rows, skipped } = result;
    if (json) output.print(JSON.stringify({ rows, skipped }, undefined, 2));
    else
      for (const line of resultLines(
        result,
        [...machine, `The median of ${rounds} ${rounds === 1 ? 'turn' : 'turns'} of ${seconds} s each.`],
        !design,
      ))
        output.print(line);
    return rows.length > 0 ? 0 : 1;
  } finally {
    process.off('SIGINT', interrupted);
    await clear();
  }
}

function exampleWorkloads({ models = MODELS, batch = BATCH_SIZES, optimizers = OPTIMIZERS }: BenchOptions): Workload[] {
  const designPath = path.resolve('bench.layerwise.json');
  return models.map((model) => ({ model, design: modelDesign(model), designPath, batchSizes: batch, optimizers }));
}

/** A design as it is, unless other batch sizes or optimizers are asked for. */
function designWorkloads(file: DesignFile, { models, batch, optimizers }: BenchOptions): Workload[] {
  if (models)
    throw new Failure('A design and --models were both given.', { next: 'Leave out one of them: --models names nets that Layerwise has.' });
  requireSound(file);
  const design = file.analysis.design!;
  const { batchSize } = readSettings(design, {});
  const model = design.name ?? path.basename(file.path).replace(/(\.layerwise)?\.json$/, '');
  return [{ model, design, designPath: file.path, batchSizes: batch ?? [batchSize], optimizers: optimizers ?? [undefined] }];
}
