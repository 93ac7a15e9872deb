import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { analyzeText } from '../../core/analyze';
import type { Analysis } from '../../core/analysis';
import { describe } from '../../core/describe';
import { locate, position } from '../../core/locate';
import type { ExportReport, ExportRequest } from '../../protocol/modelExport';
import { readCheckpoint } from '../checkpoints';
import { Failure } from '../failure';
import { fileFailure } from '../fileFailure';
import { buildModel } from '../model/buildModel';
import { Streams } from '../random/streams';
import { readRunFolder } from '../readRunFolder';
import { matchWeights, overlay } from '../reuse/matchWeights';
import { readSourceWeights } from '../reuse/reuseWeights';
import { startRuntime } from '../runtime/runtime';
import type { NamedArray } from '../safetensors';
import { chooseCheckpoint } from './chooseCheckpoint';

/** A design and what its weights are. */
export interface ModelSource {
  readonly name: string;
  readonly analysis: Analysis;
  /** Reads or makes them. */
  readonly weights: () => Promise<{ readonly arrays: readonly NamedArray[]; readonly from: NonNullable<ExportReport['weights']> }>;
}

/** A design, or the design and the weights of a run. Rejects with a `Failure` where there is none, or where it has an error. */
export async function openSource({
  source,
  text,
  checkpoint,
}: Pick<ExportRequest, 'source' | 'text' | 'checkpoint'>): Promise<ModelSource> {
  const found = text === undefined ? await stat(source).catch((error: unknown) => Promise.reject(sourceFailure(error, source))) : undefined;
  return found?.isDirectory() ? ofRun(source, checkpoint) : ofDesign(source, text ?? (await readDesign(source)));
}

const sourceFailure = (error: unknown, source: string): Error =>
  fileFailure(
    error,
    `${source} could not be read.`,
    'Give a design (.layerwise.json), the folder of a run, or the name of a design that was trained.',
  ) as Error;

async function readDesign(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw sourceFailure(error, file);
  }
}

async function ofRun(folder: string, kind: ExportRequest['checkpoint']): Promise<ModelSource> {
  const { text, record } = await readRunFolder(folder);
  const analysis = sound(text, path.basename(record.designPath));
  return {
    name: analysis.design?.name ?? record.name,
    analysis,
    async weights() {
      const chosen = await chooseCheckpoint(folder, kind);
      const { arrays, metadata } = await readCheckpoint(chosen.file);
      const byName = new Map(arrays.map((array) => [array.name, array]));
      const wanted = targetsOf(analysis).map((target) => {
        const array = byName.get(target.path);
        if (array?.shape.join() === target.shape.join()) return array;
        throw new Failure(`The weights in ${folder} are not of the design there.`, {
          reason: array ? `${target.path} has another shape in them.` : `${target.path} is not among them.`,
          next: 'Bring back the design as it was when the run was trained.',
        });
      });
      return { arrays: wanted, from: { from: 'run', checkpoint: chosen.kind, epoch: Number(metadata.epoch) } };
    },
  };
}

function ofDesign(file: string, text: string): ModelSource {
  const analysis = sound(text, path.basename(file));
  const name = analysis.design?.name ?? path.basename(file).replace(/(\.layerwise)?\.json$/, '');
  return { name, analysis, weights: () => startingWeights(analysis, path.dirname(file)) };
}

/** Fails with the first error of a design, and its place. */
function sound(text: string, name: string): Analysis {
  const analysis = analyzeText(text);
  const error = analysis.diagnostics.find(({ severity }) => severity === 'error');
  if (!error) return analysis;
  const { line, column } = position(text, locate(text, error.place).offset);
  throw new Failure(`${name}:${line}:${column}: ${describe(error)}`, { next: 'A design can be exported once it has no errors.' });
}

const targetsOf = ({ layers }: Analysis) =>
  layers
    .filter(({ used }) => used)
    .flatMap(({ name, weights = [] }) => weights.map((weight) => ({ path: `${name}/${weight.name}`, layer: name, shape: weight.shape })));

/** The weights that training would begin with: of the file that the design names, and of its initializers where that has none. */
async function startingWeights(analysis: Analysis, folder: string): ReturnType<ModelSource['weights']> {
  const section = analysis.design?.training?.weights;
  const targets = targetsOf(analysis);
  const source = section?.from === undefined ? undefined : await readSourceWeights(section, folder);
  const taken = source && section ? matchWeights(source.arrays, targets, section).taken : new Map<string, NamedArray>();
  const whole = targets.every(({ path: name, shape }) => taken.get(name)?.shape.join() === shape.join());
  if (whole) return { arrays: targets.map(({ path: name }) => taken.get(name)!), from: { from: 'file' } };
  const arrays = (await initialWeights(analysis)).map((array) => {
    const found = taken.get(array.name);
    if (found) overlay(array.values, array.shape, found);
    return array;
  });
  return { arrays, from: { from: taken.size > 0 ? 'file' : 'initializers' } };
}

async function initialWeights(analysis: Analysis): Promise<readonly NamedArray[]> {
  await startRuntime('cpu');
  const seed = analysis.design?.training?.seed;
  const model = buildModel(analysis, new Streams(typeof seed === 'number' ? seed : 0));
  try {
    return model.weights.map(({ path: name, variable }) => ({
      name,
      shape: variable.shape,
      values: (variable.dataSync() as Float32Array).slice(),
    }));
  } finally {
    model.dispose();
  }
}
