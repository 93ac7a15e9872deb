import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../../core/failure';

const run = promisify(execFile);
const DONE_WITHIN = 300_000;

/**
 * Compiles C++ to an addon of Node. What it takes from Node and from TensorFlow is left open: both are there when it is
 * loaded. Fails with what the compiler said, or where there is none.
 */
export async function compile(sources: readonly string[], include: readonly string[], output: string): Promise<void> {
  const options = ['-std=c++17', '-O2', '-fPIC', '-shared', '-fvisibility=hidden', '-DNAPI_VERSION=8', '-w'];
  if (process.platform === 'darwin') options.push('-undefined', 'dynamic_lookup');
  const args = [...options, ...include.flatMap((folder) => ['-I', folder]), ...sources, '-o', output];
  for (const compiler of await compilers()) {
    try {
      await run(compiler, args, { timeout: DONE_WITHIN, windowsHide: true });
      return;
    } catch (error) {
      const { code, stderr } = error as { code?: string | number; stderr?: string };
      if (code === 'ENOENT') continue;
      const said = stderr?.split('\n').find((line) => /error|fatal/i.test(line));
      throw new Failure(`${compiler} reports errors.`, { reason: said ?? String(error) });
    }
  }
  throw new Failure('there is no C++ compiler.', { reason: 'None of c++, g++ and clang++ is on PATH.', next: installCompiler() });
}

async function compilers(): Promise<string[]> {
  // Without the developer tools macOS has programs of these names which only open a window that offers to install them.
  if (
    process.platform === 'darwin' &&
    !(await run('xcode-select', ['-p']).then(
      () => true,
      () => false,
    ))
  )
    return [];
  return [...(process.env['CXX'] ? [process.env['CXX']] : []), 'c++', 'g++', 'clang++'];
}

function installCompiler(): string {
  if (process.platform === 'darwin') return 'Run xcode-select --install, then try again.';
  return "Install one, for example with apt-get install g++ or dnf install gcc-c++, and try again; or use npm's @tensorflow/tfjs-node.";
}
