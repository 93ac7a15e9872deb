import path from 'node:path';
import { kerasProgram } from '../core/keras/program';
import { requireSound, type DesignFile } from './designFile';
import type { Output } from './print';

/** The options of `layerwise export` with a design. */
export interface ExportProgramOptions {
  readonly output?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Prints a design as a program for Keras, or writes it to a file. */
export async function exportProgram(
  design: DesignFile,
  { output: name, force, json }: ExportProgramOptions,
  output: Output,
): Promise<void> {
  requireSound(design);
  const program = kerasProgram(design.analysis);
  if (name === undefined) return output.print(json ? JSON.stringify({ design: design.name, program }) : program.trimEnd());
  const { requireNew, writeWhole } = await import('../trainer/export/outputFile');
  const file = path.resolve(name);
  await requireNew(file, force);
  await writeWhole(file, program, 'The program');
  output.print(json ? JSON.stringify({ design: design.name, file }) : `The program for Keras is in ${file}.`);
}
