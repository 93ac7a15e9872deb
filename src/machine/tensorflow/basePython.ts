import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../../core/failure';
import { interpretersOnPath } from './python';

const run = promisify(execFile);
const ANSWER_WITHIN = 20_000;

/** Versions of Python 3 that TensorFlow's wheels are made for. */
const [OLDEST, NEWEST] = [10, 13];
const RANGE = `3.${OLDEST} to 3.${NEWEST}`;

const QUESTION = `
import sys, importlib.util
print(sys.version_info[0], sys.version_info[1], int(all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))))
`;

/** A Python that an environment for TensorFlow can be made with: the named one, else the newest on PATH that fits. */
export async function basePython(named?: string): Promise<string> {
  if (named !== undefined) {
    const reason = existsSync(named) ? await whyNot(named) : 'There is no such file.';
    if (reason) throw new Failure(`The Python ${named} can't be used to set up TensorFlow.`, { reason, next: `Name a Python ${RANGE}.` });
    return named;
  }
  const reasons: string[] = [];
  const versions = Array.from({ length: NEWEST - OLDEST + 1 }, (_, i) => `python3.${NEWEST - i}`);
  // The one that a person means by python3 first.
  for (const interpreter of interpretersOnPath(['python3', 'python', ...versions])) {
    const reason = await whyNot(interpreter);
    if (reason === undefined) return interpreter;
    reasons.push(`${interpreter}: ${reason}`);
  }
  throw new Failure('There is no Python that TensorFlow can be set up with.', {
    reason: reasons.join(' ') || 'None is on PATH.',
    next: `Install Python ${RANGE} with its module venv, or name one: --python in a terminal, the setting layerwise.python in the editor.`,
  });
}

async function whyNot(interpreter: string): Promise<string | undefined> {
  const root = path.parse(interpreter).root;
  const { stdout } = await run(interpreter, ['-c', QUESTION], { timeout: ANSWER_WITHIN, cwd: root }).catch(() => ({ stdout: '' }));
  const [, major, minor, complete] = (/^(\d+) (\d+) (\d)\s*$/.exec(stdout) ?? []).map(Number);
  if (major === undefined || minor === undefined) return 'It is no Python that works.';
  if (major !== 3 || minor < OLDEST || minor > NEWEST) return `It is version ${major}.${minor}; TensorFlow needs ${RANGE}.`;
  return complete ? undefined : 'Its module venv is not complete; on Debian and Ubuntu it is in the package python3-venv.';
}
