import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { analyze } from '../core/analyze';
import type { Analysis } from '../core/analysis';
import { describe } from '../core/describe';
import type { Diagnostic } from '../core/diagnostics';
import { locate, position } from '../core/locate';
import { parseDesign } from '../core/parse';
import { suggest } from '../core/suggest';
import { Failure } from '../trainer/failure';
import { fileFailure } from '../trainer/fileFailure';

/** Longer than any design that a person or a program makes: 50 MB. */
const LONGEST = 50 * 2 ** 20;

/** A design as it was read from disk. */
export interface DesignFile {
  /** As the person wrote it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly analysis: Analysis;
}

/** Reads and analyzes a design. Rejects with a `Failure` where there is no such file; what is wrong in it is in the analysis. */
export async function readDesignFile(name: string): Promise<DesignFile> {
  const file = path.resolve(name);
  if (/\.(keras|h5|hdf5|onnx)$/i.test(name))
    throw new Failure(`${name} is a model of another program, not a design.`, {
      next: `Make a design of it: layerwise import ${shellWord(name)}`,
    });
  try {
    const { size } = await stat(file);
    if (size > LONGEST)
      throw new Failure(`${name} is too large for a design (${size} bytes).`, { next: 'Name a file that ends with .layerwise.json.' });
    const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
    return { name, path: file, text, analysis: analyze(parseDesign(text)) };
  } catch (error) {
    throw fileFailure(error, `The design ${name} could not be read.`, await adviceFor(file));
  }
}

/** As a shell takes it for one word. A name on Windows has no quotes in it, and no shell there reads single ones. */
function shellWord(word: string): string {
  if (/^[\w./-]+$/.test(word)) return word;
  if (process.platform === 'win32' || !/["$`\\!]/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Designs that the person may have meant: those in the folder that was named, or beside the file that is not there. */
async function adviceFor(file: string): Promise<string> {
  for (const folder of [file, path.dirname(file)]) {
    const entries = await readdir(folder).catch((): string[] => []);
    const designs = entries.filter((entry) => entry.endsWith('.layerwise.json'));
    const meant = designs.find((entry) => entry === `${path.basename(file)}.layerwise.json`) ?? suggest(path.basename(file), designs);
    if (meant !== undefined) return `Did you mean ${path.relative('', path.join(folder, meant))}?`;
    if (designs.length > 0)
      return `In ${path.relative('', folder) || 'this folder'} there ${designs.length === 1 ? 'is' : 'are'} ${designs.slice(0, 5).join(', ')}${designs.length > 5 ? ' …' : ''}.`;
  }
  return 'Name a file that ends with .layerwise.json.';
}

/** A diagnostic in words, with its place in the file (line and column from 1). */
export interface Problem {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export function problemOf(diagnostic: Diagnostic, text: string): Problem {
  const { code, severity, place } = diagnostic;
  return { code, severity, message: describe(diagnostic), ...position(text, locate(text, place).offset) };
}

/** Fails with the first error of a design that has one. */
export function requireSound({ name, text, analysis }: DesignFile): void {
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return;
  const { line, column, message } = problemOf(first, text);
  const next =
    errors.length > 1
      ? `There ${errors.length > 2 ? `are ${errors.length - 1} more problems` : 'is one more problem'}: run layerwise check ${name} to see all.`
      : undefined;
  throw new Failure(`${name}:${line}:${column}: ${message}`, { next });
}
