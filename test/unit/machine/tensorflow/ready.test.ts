import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { addonsFor as Addons } from '../../../../src/machine/tensorflow/addon';
import { findTensorflow, type FoundTensorflow } from '../../../../src/machine/tensorflow/find';
import { readyTensorflow } from '../../../../src/machine/tensorflow/ready';
import { tensorflowPlaces } from '../../trainer/tensorflow';
import { files, library, npmPackage, python, tensorflowPackage } from './fakes';

const sources = path.resolve(import.meta.dirname, '../../../../dist/addon/src');

// An addon that was shipped into dist/ here would be taken before one is built: these tests are of a package without one.
const bare = mkdtempSync(path.join(tmpdir(), 'layerwise-bare-'));
vi.mock('../../../../src/machine/tensorflow/addon', async (load) => {
  const { addonsFor } = await load<{ addonsFor: typeof Addons }>();
  return { addonsFor: (found: FoundTensorflow, kept: string) => addonsFor(found, kept, bare) };
});
beforeAll(() => {
  mkdirSync(path.join(bare, 'addon'));
  symlinkSync(sources, path.join(bare, 'addon/src'));
});
afterAll(() => rmSync(bare, { recursive: true, force: true }));

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'layerwise-ready-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
const at = (...parts: string[]) => path.join(folder, ...parts);
const storage = () => at('storage');

const compiler = ['c++', 'g++', 'clang++'].find((name) => {
  try {
    return execFileSync(name, ['--version'], { stdio: 'ignore' }) === null;
  } catch {
    return false;
  }
});

/** Why the TensorFlow that was found is not taken. */
async function problem(named: { readonly python?: string; readonly folder?: string }): Promise<string> {
  const { ready, rejected } = await readyTensorflow({ ...named, storage: storage() });
  expect(ready).toBeUndefined();
  return rejected.map(({ reason }) => reason).join('\n');
}

/** A package whose headers are good enough for the addon, or not, and whose libraries are what they are. */
function wheel(): string {
  const tensorflow = tensorflowPackage(at('lib'), '2.21.0');
  python(at('bin/python'), tensorflow);
  return tensorflow;
}

/** A library that does this when it is loaded. */
function compileLibrary(file: string, statement: string): void {
  const source = at('library.cc');
  writeFileSync(source, `#include <cstdlib>\n__attribute__((constructor)) static void begin() { ${statement} }\n`);
  execFileSync(compiler!, ['-shared', '-fPIC', source, '-o', file]);
}

describe.skipIf(process.platform === 'win32')('what is broken is not taken, and ends no process', () => {
  it('an addon that is no addon', async () => {
    const reason = await problem({ folder: npmPackage(at('tfjs-node')) });
    expect(reason).toMatch(/^TensorFlow was found but does not load\. .*tfjs_binding\.node/);
    expect(reason).toMatch(/invalid ELF header|file too short|not a mach-o/i);
  });

  it('headers that are missing', async () => {
    rmSync(path.join(wheel(), 'include'), { recursive: true });
    expect(await problem({ python: at('bin/python') })).toMatch(
      /can't be built: TensorFlow's headers are missing\..* has no folder include\./,
    );
  });

  it('a machine without a compiler', async () => {
    wheel();
    vi.stubEnv('PATH', at('nothing'));
    vi.stubEnv('CXX', '');
    expect(await problem({ python: at('bin/python') })).toMatch(
      /^The addon for TensorFlow 2\.21\.0 can't be built: there is no C\+\+ compiler\. None of c\+\+, g\+\+ and clang\+\+ is on PATH\. \S/,
    );
  });

  it.skipIf(!compiler)('headers that do not compile: what the compiler said, and nothing half-made is left', async () => {
    files(wheel(), { 'include/tensorflow/c/c_api.h': '#error not today' });
    expect(await problem({ python: at('bin/python') })).toMatch(/can't be built: .*c\+\+ reports errors\. .*not today/);
    expect(readdirSync(path.join(storage(), 'addon'))).toEqual([]);
  });

  describe.skipIf(!compiler || !tensorflowPlaces)('with an addon that is right', () => {
    // Built once for all of them.
    const shared = mkdtempSync(path.join(tmpdir(), 'layerwise-ready-addon-'));
    let include: string;
    beforeAll(async () => {
      const { ready } = await readyTensorflow({ ...tensorflowPlaces, storage: shared });
      include = ready!.found.include!;
    });
    beforeEach(() => cpSync(shared, storage(), { recursive: true }));
    afterAll(() => rmSync(shared, { recursive: true, force: true }));

    /** The real headers, and libraries of ours. */
    function fake(): string {
      const tensorflow = wheel();
      rmSync(path.join(tensorflow, 'include'), { recursive: true });
      symlinkSync(include, path.join(tensorflow, 'include'));
      return tensorflow;
    }

    it('libraries that are none', async () => {
      fake();
      const reason = await problem({ python: at('bin/python') });
      expect(reason).toMatch(
        /^TensorFlow was found but does not load\. .*tensorflow_framework.*: .*(file too short|invalid ELF header|mach-o)/i,
      );
    });

    it('libraries that end the process, by a signal or not', async () => {
      const framework = path.join(fake(), library('tensorflow_framework'));
      compileLibrary(framework, 'abort();');
      expect(await problem({ python: at('bin/python') })).toContain('It ended a process that only loaded it (SIGABRT).');
      compileLibrary(framework, '_Exit(3);');
      expect(await problem({ python: at('bin/python') })).toContain('A process that only loaded it ended with code 3.');
    });

    it('libraries without what the addon needs', async () => {
      const tensorflow = fake();
      for (const name of ['tensorflow_framework', 'tensorflow_cc']) compileLibrary(path.join(tensorflow, library(name)), '');
      expect(await problem({ python: at('bin/python') })).toMatch(/undefined symbol|symbol not found/);
    });
  });
});

describe.skipIf(!compiler || !tensorflowPlaces)('a TensorFlow that is right', () => {
  it('is tried once: a note is kept of what has loaded', async () => {
    const first = await readyTensorflow({ ...tensorflowPlaces, storage: storage() });
    expect(first.rejected).toEqual([]);
    const { binding, preload } = first.ready!.loadable;
    expect([existsSync(binding), existsSync(preload!)]).toEqual([true, true]);
    expect(binding.startsWith(storage())).toBe(true);
    const notes = () => readdirSync(path.join(storage(), 'addon/loaded'));
    const [note] = notes();
    expect(notes()).toHaveLength(1);
    // A second process would not come far.
    vi.stubEnv('NODE_OPTIONS', `--require ${at('nothing.cjs')}`);
    expect((await readyTensorflow({ ...tensorflowPlaces, storage: storage() })).ready).toEqual(first.ready);
    expect(notes()).toEqual([note]);
  });

  it.skipIf(process.platform !== 'linux')("may be npm's, whose addon finds its library itself", async () => {
    const found = (await findTensorflow(tensorflowPlaces!)).found!;
    const folder = npmPackage(at('tfjs-node'));
    const addon = path.join(folder, 'lib/napi-v8/tfjs_binding.node');
    const binding = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(sources, 'binding', name));
    const include = [sources, path.join(sources, 'node-api'), found.include!].flatMap((each) => ['-I', each]);
    // The linker needs the names of the libraries only, which empty ones have as well, and quicker.
    const named = found.libraries.map((file) => at(path.basename(file)));
    for (const file of named)
      execFileSync(compiler!, ['-shared', `-Wl,-soname,${path.basename(file)}`, '-x', 'c++', '/dev/null', '-o', file]);
    const linked = ['-Wl,--no-as-needed', ...named, `-Wl,-rpath,${path.dirname(found.libraries[0]!)}`];
    execFileSync(compiler!, ['-std=c++17', '-w', '-shared', '-fPIC', '-DNAPI_VERSION=8', ...include, ...binding, ...linked, '-o', addon]);
    const { ready, rejected } = await readyTensorflow({ workspace: [], folder, storage: storage() });
    expect(rejected).toEqual([]);
    expect(ready).toEqual({
      found: { source: 'npm', folder, libraries: [], nvidia: [], addon },
      loadable: { binding: addon, libraries: [], nvidia: [] },
    });
  });
});
