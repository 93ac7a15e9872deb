import { diffDesigns } from '../core/diff/diffDesigns';
import { diffJson } from '../core/diff/diffJson';
import { diffLines, diffMarkdown, type DiffLine, type Tone } from '../core/diff/diffText';
import { analyzeText } from '../core/analyze';
import { describe } from '../core/describe';
import { locate, position } from '../core/locate';
import { Failure } from '../trainer/failure';
import { readDesignFile, type DesignFile } from './designFile';
import { complaint, type Output } from './print';

export interface DiffOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** What git and diff answer: nothing differs, something does, there was trouble. */
const [EQUAL, DIFFERENT, TROUBLE] = [0, 1, 2];

/** Where a side that is not there stands: what git names for a file that was added or deleted. */
const NO_FILE = '/dev/null';

/** Prints what two designs differ in. Answers the exit code. */
export async function diff(before: string, after: string, { json, markdown }: DiffOptions, output: Output): Promise<number> {
  const [old, now] = [await readSide(before), await readSide(after)];
  const found = diffDesigns(old, now);
  if (json) output.print(JSON.stringify(diffJson(found), undefined, 2));
  else if (markdown) output.print(diffMarkdown(found));
  else for (const line of diffLines(found)) output.print(output.colors ? coloured(line) : line.text);
  return found.equal ? EQUAL : DIFFERENT;
}

/**
 * As `GIT_EXTERNAL_DIFF` and a diff driver of `.gitattributes` are called: path, the two files, each with its hash and mode; the
 * path alone where it is not merged yet. A design that cannot be read is said in its place: git would end the whole diff there.
 */
export async function gitDiff(path: string, before: string | undefined, after: string | undefined, output: Output): Promise<number> {
  // Git pages what we print, so that it is no terminal to us.
  const colors = output.colors || (process.env['GIT_PAGER_IN_USE'] === 'true' && !process.env['NO_COLOR']);
  const title: DiffLine = { text: `diff --layerwise ${path}`, tone: 'title' };
  output.print(colors ? coloured(title) : title.text);
  if (before === undefined || after === undefined) output.print('It is not merged yet.');
  else
    await diff(before, after, {}, { ...output, colors }).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      output.print(complaint(error));
    });
  // Git takes any other code for a driver that broke.
  return 0;
}

/** The exit code of a comparison; whatever fails is said, and is trouble. */
export async function orTrouble(compare: () => Promise<number>, output: Output): Promise<number> {
  try {
    return await compare();
  } catch (error) {
    output.complain(complaint(error));
    return TROUBLE;
  }
}

async function readSide(name: string): Promise<DesignFile['analysis']> {
  if (name === NO_FILE) return EMPTY;
  const { text, analysis } = await readDesignFile(name);
  if (analysis.design) return analysis;
  const problem = analysis.diagnostics[0];
  if (!problem) throw new Failure(`${name} holds no design.`);
  const { line, column } = position(text, locate(text, problem.place).offset);
  throw new Failure(`${name}:${line}:${column} cannot be compared: ${describe(problem)}`, { next: 'Put that right in the text first.' });
}

const EMPTY = analyzeText('');

const TONES: Readonly<Record<Tone, string>> = { plain: '', added: '32', removed: '31', changed: '33', dim: '2', title: '1' };

const coloured = ({ text, tone }: DiffLine): string => (TONES[tone] && text ? `\x1b[${TONES[tone]}m${text}\x1b[0m` : text);
