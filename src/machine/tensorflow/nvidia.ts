import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { GpuProbe } from '../../protocol/examination';
import type { FoundTensorflow } from './find';

const run = promisify(execFile);
const ANSWER_WITHIN = 10_000;
/** Says which driver is loaded; absent where none is. */
export const NVIDIA_DRIVER = '/proc/driver/nvidia/version';
const DEVICES = '/proc/driver/nvidia/gpus';
/** Where WSL has it, which is not on everyone's PATH. */
const SMI = ['nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi'];

/** Whether there is a device of NVIDIA's whose driver is loaded; WSL has it under another name. */
export const hasNvidia = (): boolean => [NVIDIA_DRIVER, '/dev/dxg'].some((file) => existsSync(file));

/** An NVIDIA device. */
export interface NvidiaDevice {
  readonly device?: string;
  /** Bytes. */
  readonly memory?: number;
  readonly driver?: string;
}

/** The first device; undefined where there is none. */
export async function nvidiaDevice(): Promise<NvidiaDevice | undefined> {
  if (!hasNvidia()) return undefined;
  for (const program of SMI) {
    const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader,nounits'];
    const { stdout } = await run(program, query, { timeout: ANSWER_WITHIN }).catch(() => ({ stdout: '' }));
    const device = fromSmi(stdout);
    if (device) return device;
  }
  // Containers often have the device, but not the program.
  const [first] = await readdir(DEVICES).catch((): string[] => []);
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  const information = first === undefined ? '' : await read(path.join(DEVICES, first, 'information'));
  return { device: /^Model:\s*(.+)$/m.exec(information)?.[1]?.trim(), driver: driverVersion(await read(NVIDIA_DRIVER)) };
}

/** The first line of nvidia-smi's table: `NVIDIA H100 80GB HBM3, 81559, 550.54.15`; memory is in MiB. */
export function fromSmi(table: string): NvidiaDevice | undefined {
  const [device, memory, driver] = (table.split('\n')[0] ?? '').split(',').map((cell) => cell.trim());
  if (!device || !driver) return undefined;
  return { device, driver, ...(Number(memory) > 0 && { memory: Number(memory) * 2 ** 20 }) };
}

/** `NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue …` */
export const driverVersion = (text: string): string | undefined => /Kernel Module(?: for \S+)?\s+(\d+(?:\.\d+)+)/.exec(text)?.[1];

/** Per major version of CUDA: the libraries that TensorFlow opens, and the oldest driver. */
const NEEDED: Readonly<Record<string, { readonly libraries: readonly string[]; readonly driver: string }>> = {
  '11': {
    libraries: ['cudart.so.11.0', 'cublas.so.11', 'cublasLt.so.11', 'cufft.so.10', 'cusolver.so.11', 'cusparse.so.11'],
    driver: '450.80.02',
  },
  '12': {
    libraries: ['cudart.so.12', 'cublas.so.12', 'cublasLt.so.12', 'cufft.so.11', 'cusolver.so.11', 'cusparse.so.12'],
    driver: '525.60.13',
  },
  '13': {
    libraries: ['cudart.so.13', 'cublas.so.13', 'cublasLt.so.13', 'cufft.so.12', 'cusolver.so.12', 'cusparse.so.12'],
    driver: '580.65.06',
  },
};

/** What a TensorFlow was built for, as its package says; without CUDA it computes on the CPU only. */
export interface Build {
  readonly cuda?: string;
  readonly cudnn?: string;
}

/** @param text `tensorflow/python/platform/build_info.py`, which TensorFlow's own build writes */
export function readBuild(text: string): Build {
  const value = (key: string) => new RegExp(`'${key}', '([\\d.]+)'`).exec(text)?.[1];
  return /'is_cuda_build', True/.test(text) ? { cuda: value('cuda_version'), cudnn: value('cudnn_version') } : {};
}

/** A device, and what a TensorFlow needs to compute on it; undefined where there is none. */
export async function probeNvidia(found: FoundTensorflow | undefined): Promise<GpuProbe | undefined> {
  const device = await nvidiaDevice();
  if (!device) return undefined;
  if (found?.source !== 'python') return { ...device, libraries: [] };
  const build = readBuild(await readFile(path.join(found.folder, 'python/platform/build_info.py'), 'utf8').catch(() => ''));
  const system = await systemLibraries();
  return { ...device, ...compare(build, device.driver, [...found.nvidia, ...system]) };
}

/** What is needed against what is there. `files`: of libraries that would be found. */
export function compare(
  { cuda, cudnn }: Build,
  driver: string | undefined,
  files: readonly string[],
): Pick<GpuProbe, 'libraries' | 'reason'> {
  if (cuda === undefined) return { libraries: [], reason: 'This TensorFlow was built without CUDA.' };
  const needed = NEEDED[cuda.split('.')[0] ?? ''];
  const names = [...(needed?.libraries ?? []), ...(cudnn === undefined ? [] : [`cudnn.so.${cudnn.split('.')[0]}`])];
  const libraries = names.map((name) => ({ name: `lib${name}`, found: files.find((file) => path.basename(file) === `lib${name}`) }));
  const missing = libraries.filter((library) => library.found === undefined).length;
  const reasons = [
    needed && driver !== undefined && isOlder(driver, needed.driver) && `CUDA ${cuda} needs the driver ${needed.driver} or newer.`,
    missing > 0 &&
      `TensorFlow was built for CUDA ${cuda}, of which ${missing === 1 ? 'a library is' : `${missing} libraries are`} missing.`,
  ].filter((reason) => reason !== false && reason !== undefined);
  return { libraries, ...(reasons.length > 0 && { reason: reasons.join(' ') }) };
}

function isOlder(version: string, than: string): boolean {
  const [ours, theirs] = [version, than].map((each) => each.split('.').map(Number));
  const differing = theirs!.findIndex((part, i) => part !== (ours![i] ?? 0));
  return differing >= 0 && (ours![differing] ?? 0) < theirs![differing]!;
}

/** Libraries that are found by their names alone: `ldconfig` knows them, or they are in `LD_LIBRARY_PATH`. */
async function systemLibraries(): Promise<string[]> {
  const { stdout } = await run('/sbin/ldconfig', ['-p'], { timeout: ANSWER_WITHIN, maxBuffer: 2 ** 24 }).catch(() => ({ stdout: '' }));
  const known = [...stdout.matchAll(/=> (\S+)$/gm)].map(([, file]) => file!);
  const folders = (process.env['LD_LIBRARY_PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const named = await Promise.all(
    folders.map(async (folder) => (await readdir(folder).catch((): string[] => [])).map((file) => path.join(folder, file))),
  );
  return [...known, ...named.flat()];
}
