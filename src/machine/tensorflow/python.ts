import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FoundTensorflow, Rejected } from './find';
import { inPackage } from './tensorflowPackage';

const run = promisify(execFile);
const ANSWER_WITHIN = 20_000;

/** Finds the package as an import would, but does not import it. */
const QUESTION = `
import importlib.util, json, sys
spec = importlib.util.find_spec("tensorflow")
places = list(spec.submodule_search_locations or []) if spec else []
print(json.dumps({"python": sys.version.split()[0], "prefix": sys.prefix, "folder": places[0] if places else None}))
`;

interface Answer {
  readonly python: string;
  readonly prefix: string;
  readonly folder: string | null;
}

/** The interpreter of an environment, where there is one. */
export function pythonIn(environment: string): string | undefined {
  const file = path.join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  return existsSync(file) ? file : undefined;
}

/** What the command line means by Python: every one of them once. */
export const pythonsOnPath = (): string[] => interpretersOnPath(['python3', 'python']);

/** Programs on PATH, the first of each name; two that are the same file count once. */
export function interpretersOnPath(names: readonly string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const found = new Map<string, string>();
  for (const name of names) {
    const fileName = process.platform === 'win32' ? `${name}.exe` : name;
    const file = folders.map((folder) => path.join(folder, fileName)).find((each) => existsSync(each));
    if (file !== undefined && !found.has(realpathSync(file))) found.set(realpathSync(file), file);
  }
  return [...found.values()];
}

/** The TensorFlow that an interpreter would import. */
export async function askPython(interpreter: string): Promise<FoundTensorflow | Rejected> {
  const what = `Python in ${interpreter}`;
  if (!existsSync(interpreter)) return { what, reason: 'There is no such file.' };
  let answer: Answer;
  try {
    // From the root, because Python looks for packages where it is started, too.
    const { stdout } = await run(interpreter, ['-c', QUESTION], {
      timeout: ANSWER_WITHIN,
      cwd: path.parse(interpreter).root,
      windowsHide: true,
    });
    answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer;
  } catch (error) {
    return { what, reason: whyNoAnswer(error) };
  }
  if (answer.folder === null) return { what: `${what} (${answer.python})`, reason: 'It has no TensorFlow.', absent: true };
  return inPackage(answer.folder, { python: interpreter, prefix: answer.prefix });
}

function whyNoAnswer(error: unknown): string {
  const { killed, code, stderr } = error as { killed?: boolean; code?: string | number; stderr?: string };
  if (killed) return `It did not answer within ${ANSWER_WITHIN / 1000} seconds.`;
  if (code === 'EACCES') return 'It may not be run.';
  const said = stderr?.trim().split('\n').at(-1);
  return `It is no Python that works${said ? `: ${said}` : '.'}`;
}
