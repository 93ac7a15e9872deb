import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tensorflowEnvironment } from '../../../../src/machine/tensorflow/load';
import { readyTensorflow } from '../../../../src/machine/tensorflow/ready';
import { tryLoading } from '../../../../src/machine/tensorflow/trial';
import { tensorflowPlaces } from '../../trainer/tensorflow';

const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-load-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);

const compiler = ['c++', 'g++', 'clang++'].find((name) => {
  try {
    return execFileSync(name, ['--version'], { stdio: 'ignore' }) === null;
  } catch {
    return false;
  }
});

describe("TensorFlow's environment", () => {
  it('lets it take memory of a GPU as it needs it, and leaves what a person has set', () => {
    expect(tensorflowEnvironment({ HOME: '/home/a' })).toMatchObject({ HOME: '/home/a', TF_FORCE_GPU_ALLOW_GROWTH: 'true' });
    expect(tensorflowEnvironment({ TF_FORCE_GPU_ALLOW_GROWTH: 'false' })).toMatchObject({ TF_FORCE_GPU_ALLOW_GROWTH: 'false' });
  });
});

describe.skipIf(process.platform !== 'linux' || !compiler || !tensorflowPlaces)('libraries of nvidia-* wheels', () => {
  it('are loaded before TensorFlow, though no path leads to them and one needs another that comes later', async () => {
    const compile = (name: string, code: string, ...more: string[]) => {
      writeFileSync(at(`${name}.cc`), code);
      execFileSync(compiler!, ['-shared', '-fPIC', `-Wl,-soname,lib${name}.so`, at(`${name}.cc`), '-o', at(`lib${name}.so`), ...more]);
    };
    compile('needed', 'extern "C" int needed() { return 1; }');
    const tell = `std::fclose(std::fopen("${at('loaded')}", needed() ? "w" : "r"));`;
    compile(
      'cudafake',
      `#include <cstdio>\nextern "C" int needed();\n__attribute__((constructor)) static void begin() { ${tell} }\n`,
      ...['-L', folder, '-lneeded'],
    );
    const { ready } = await readyTensorflow(tensorflowPlaces!);
    const nvidia = [at('libcudafake.so'), at('libmissing.so'), at('libneeded.so')];
    await tryLoading({ ...ready!.loadable, nvidia }, at('storage'));
    expect(existsSync(at('loaded'))).toBe(true);
  });
});
