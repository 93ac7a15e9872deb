import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { RUN_FILES, type RunLabel } from '../../protocol/runFolder';
import { replaceFile } from './replaceFile';

const LONGEST = 2000;

/** What a person calls the run in this folder and wrote about it; empty where they did not, or where it cannot be read. */
export async function readLabel(folder: string): Promise<RunLabel> {
  try {
    const { name, remark } = JSON.parse(await readFile(fileOf(folder), 'utf8')) as { readonly [key: string]: unknown };
    return { ...text('name', name), ...text('remark', remark) };
  } catch {
    return {};
  }
}

/** Rejects where the folder cannot be written. What is empty is taken away. */
export async function writeLabel(folder: string, label: RunLabel): Promise<void> {
  const kept = { ...text('name', label.name), ...text('remark', label.remark) };
  const file = fileOf(folder);
  if (Object.keys(kept).length === 0) return rm(file, { force: true });
  await replaceFile(file, `${JSON.stringify(kept, undefined, 2)}\n`);
}

/** The time of its last change, in ms; 0 where there is none. */
export const labelTime = async (folder: string): Promise<number> => (await stat(fileOf(folder)).catch(() => undefined))?.mtimeMs ?? 0;

const fileOf = (folder: string): string => path.join(folder, RUN_FILES.label);

function text<Key extends string>(key: Key, value: unknown): { readonly [key in Key]?: string } {
  const tidy = typeof value === 'string' ? value.trim().slice(0, LONGEST) : '';
  return (tidy === '' ? {} : { [key]: tidy }) as { readonly [key in Key]?: string };
}
