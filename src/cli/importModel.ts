import { fork } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { formatCount } from '../core/format';
import { keptLayersText } from '../core/unknownLayers';
import {
  importSeconds,
  NOT_IMPORTED,
  unfinishedWeights,
  type ImportAnswer,
  type ImportReport,
  type ImportRequest,
} from '../protocol/modelImport';
import { Failure } from '../trainer/failure';
import type { Output } from './print';

/** The hidden command of this very program that imports one file and ends. */
export const IMPORT_COMMAND = 'import-child';

/** The options of `layerwise import`. */
export interface ImportOptions {
  readonly output?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Makes a design of a model in a file of another program, and says what became of it. */
export async function importModel(name: string, { output: target, force, json }: ImportOptions, output: Output): Promise<void> {
  const file = path.resolve(name);
  const design = path.resolve(target ?? `${path.basename(name).replace(/\.[^.]+$/, '')}.layerwise.json`);
  const report = await apart({ file, design, ...(force && { overwrite: true }) });
  if (json) return output.print(JSON.stringify(report));
  const weights = report.weights === undefined ? '' : ` Its weights are in ${path.basename(report.weights)}.`;
  output.print(
    `${target ?? path.basename(design)}: ${formatCount(report.layers)} layers, ${formatCount(report.parameters)} parameters.${weights}`,
  );
  for (const line of [keptLayersText(report.unknown) ?? [], report.notes].flat()) output.complain(line);
}

/** Imports in a process of its own, which is ended where it needs more than it may. Where there is no program to start again, in this one. */
async function apart(request: ImportRequest): Promise<ImportReport> {
  const { answerImport } = await import('../trainer/import/answerImport');
  const answer = path.basename(__filename) === 'cli.js' ? await askChild(request) : await answerImport(request);
  if ('report' in answer) return answer.report;
  const { message, ...details } = answer.failure;
  throw new Failure(message, details);
}

function askChild(request: ImportRequest): Promise<ImportAnswer> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [IMPORT_COMMAND], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const size = statSync(request.file, { throwIfNoEntry: false })?.size ?? 0;
    const timer = setTimeout(() => child.kill('SIGKILL'), importSeconds(size) * 1000);
    child.once('message', (answer) => resolve(answer as ImportAnswer));
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      // A process that was ended in the middle cleans nothing up.
      rmSync(unfinishedWeights(request.design), { force: true });
      reject(new Failure(`${path.basename(request.file)} was not imported.`, { reason: NOT_IMPORTED }));
    });
    child.send(request);
  });
}

/** What the hidden command does. */
export async function runImport(): Promise<void> {
  const { answerImport } = await import('../trainer/import/answerImport');
  return new Promise((resolve) => {
    process.once('message', (request: ImportRequest) => {
      void answerImport(request).then((answer) => process.send!(answer, undefined, undefined, () => resolve()));
    });
    process.once('disconnect', () => process.exit(0));
  });
}
