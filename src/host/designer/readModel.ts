import * as l10n from '@vscode/l10n';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { ViewedModel } from '../../protocol/designer';
import { importSeconds } from '../../protocol/modelImport';
import { importFile } from '../runs/modelFiles';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';

/** A model of another program as a design. */
export interface ReadModel {
  readonly text: string;
  readonly viewed: Omit<ViewedModel, 'reading'>;
}

/** Has a process of its own read a file, without its weights. Rejects with a `Failure`, or with the signal's reason. */
export async function readModel(
  uri: vscode.Uri,
  signal: AbortSignal,
  { start, storage, channel }: Pick<RuntimeContext, 'start' | 'storage' | 'channel'>,
): Promise<ReadModel> {
  if (uri.scheme !== 'file')
    throw new Failure(l10n.t('This file is not on a disk that Layerwise can read.'), {
      next: l10n.t('Save a copy of it in a folder of this machine.'),
    });
  const name = path.basename(uri.fsPath);
  const launch = await launchFor(storage, { resource: uri, runtime: 'auto' });
  if (!launch) throw new Failure(l10n.t('The process that reads such files could not be started.'));
  const { size } = await stat(uri.fsPath).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Failure(l10n.t`${name} is not there any more: it was deleted, moved or renamed.`) : error;
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'layerwise-view-'));
  try {
    const design = path.join(folder, 'design.json');
    const how = { cwd: path.dirname(uri.fsPath), ...(launch.node && { node: launch.node }) };
    const log = (line: string) => channel.appendLine(`[View Model] ${line}`);
    const ended = AbortSignal.any([signal, AbortSignal.timeout(importSeconds(size) * 1000)]);
    const { format, unknown, notes } = await importFile(
      { file: uri.fsPath, design, withoutWeights: true },
      { how, start, log, signal: ended },
    );
    return { text: await readFile(design, 'utf8'), viewed: { name, format, bytes: size, unknown, notes } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
