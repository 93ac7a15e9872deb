import * as l10n from '@vscode/l10n';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RuntimeName } from '../../core/training/events';

/** The settings below `layerwise.` that say what computes a run; as they are written, which may be anything. */
export type WrittenSettings = { readonly [key in 'runtime' | 'node' | 'python' | 'tensorflow.folder' | 'memoryLimit']: unknown };

/** The same, looked at: paths are absolute and name something. */
export interface RuntimeSettings {
  readonly runtime: RuntimeName | 'auto';
  /** The Node that trains; default: the editor's own. */
  readonly node?: string;
  readonly python?: string;
  readonly folder?: string;
  /** MB; 0: a share of the machine's. */
  readonly memoryLimit: number;
}

/** A setting that cannot be used, in words; `setting` is its whole name. */
export interface SettingProblem {
  readonly setting: string;
  readonly message: string;
  readonly cause: string;
  readonly next: string;
}

export const isProblem = (one: object): one is SettingProblem => 'setting' in one;

/** All that the setting `layerwise.runtime` may say. */
export const RUNTIMES: readonly (RuntimeName | 'auto')[] = ['auto', 'tensorflow', 'wasm', 'cpu'];
const OLDEST_NODE = 20;
const ANSWER_WITHIN = 10_000;

/** `folder`: where relative paths begin. */
export async function readSettings(written: WrittenSettings, folder: string | undefined): Promise<RuntimeSettings | SettingProblem> {
  const runtime = RUNTIMES.find((name) => name === written.runtime);
  if (!runtime) {
    return problem(
      'runtime',
      l10n.t`is ${JSON.stringify(written.runtime)}`,
      l10n.t`The runtimes are ${RUNTIMES.join(', ')}.`,
      l10n.t('Choose one of them.'),
    );
  }
  const { memoryLimit } = written;
  if (typeof memoryLimit !== 'number' || !(memoryLimit >= 0)) {
    return problem(
      'memoryLimit',
      l10n.t`is ${JSON.stringify(memoryLimit)}`,
      l10n.t('It is a number of megabytes.'),
      l10n.t('Give a number, or 0.'),
    );
  }
  const [node, python, named] = (['node', 'python', 'tensorflow.folder'] as const).map((key) => absolute(written[key], folder));
  const own = { runtime, memoryLimit };
  if (node !== undefined) {
    const reason = (await whyNoFile(node)) ?? (await whyNoNode(node));
    if (reason)
      return problem('node', l10n.t`names ${node}`, reason, l10n.t("Name a Node, or empty the setting: then the editor's own is used."));
  }
  // What is not going to be used need not be right.
  if (runtime === 'wasm' || runtime === 'cpu') return { ...own, ...(node && { node }) };
  if (python !== undefined) {
    const reason = await whyNoFile(python);
    if (reason) return problem('python', l10n.t`names ${python}`, reason, l10n.t('Name an interpreter of Python, or empty the setting.'));
  }
  if (named !== undefined) {
    const reason = await whyNoFolder(named);
    if (reason)
      return problem('tensorflow.folder', l10n.t`names ${named}`, reason, l10n.t('Name a folder with TensorFlow, or empty the setting.'));
  }
  return { ...own, ...(node && { node }), ...(python && { python }), ...(named && { folder: named }) };
}

function problem(key: string, value: string, cause: string, next: string): SettingProblem {
  const setting = `layerwise.${key}`;
  return { setting, message: l10n.t`The setting ${setting} ${value}, which cannot be used.`, cause, next };
}

/** `~` and `${workspaceFolder}` are understood; what is empty counts as not written. */
function absolute(written: unknown, folder: string | undefined): string | undefined {
  const text = typeof written === 'string' ? written.trim() : '';
  if (text === '') return undefined;
  const base = folder ?? homedir();
  return path.resolve(base, text.replace(/^~(?=$|[\\/])/, homedir()).replace('${workspaceFolder}', base));
}

async function whyNoFile(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found ? (found.isDirectory() ? l10n.t('It is a folder, not a program.') : undefined) : l10n.t('There is no such file.');
}

async function whyNoFolder(folder: string): Promise<string | undefined> {
  const found = await stat(folder).catch(() => undefined);
  return found ? (found.isDirectory() ? undefined : l10n.t('It is a file, not a folder.')) : l10n.t('There is no such folder.');
}

async function whyNoNode(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: ANSWER_WITHIN, windowsHide: true });
    const version = /^v(\d+)\.\d+\.\d+/.exec(stdout.trim());
    if (!version) return l10n.t('It answers the question for its version with something that is none of Node.');
    return Number(version[1]) < OLDEST_NODE ? l10n.t`It is Node ${stdout.trim()}; ${OLDEST_NODE} or newer is needed.` : undefined;
  } catch (error) {
    const { killed, code } = error as { killed?: boolean; code?: string | number };
    if (killed) return l10n.t`It did not answer within ${ANSWER_WITHIN / 1000} seconds.`;
    return code === 'EACCES' ? l10n.t('It may not be run.') : l10n.t('It is no program that works here.');
  }
}
