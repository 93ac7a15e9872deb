import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { RUN_FILES } from '../../protocol/runFolder';
import type { RunOptions } from '../../protocol/trainer';
import { launchFor } from '../runtime/launch';
import type { ListedRun } from '../runs/catalog';
import type { Run } from '../runs/run';
import { readRun } from '../runs/runFolder';
import { changesInWords, designSince } from './designSince';
import type { Training } from './train';
import { whyNot } from './whyNot';

/** What the command's second argument may ask for; for tests. */
export type ResumeOptions = Pick<RunOptions, 'epochs' | 'runtime' | 'datasetCache'>;

/** Whether a run has ended before it was done: it can go on from its newest checkpoint. */
export const canResume = ({ phase }: Pick<ListedRun, 'phase'>): boolean => phase === 'stopped' || phase === 'failed';

/** Goes on with a run in its own folder, unless something speaks against it, which is then said. */
export async function resumeRun(listed: ListedRun, options: ResumeOptions, training: Training): Promise<Run | undefined> {
  const { runs, library, panel, storage } = training;
  const { id, name, folder, designPath } = listed;
  const obstacle = whyNot({ trusted: vscode.workspace.isTrusted, scheme: 'file', hasFolder: true });
  if (obstacle) return void (await vscode.window.showWarningMessage(obstacle.message));
  if (!canResume(listed) && options.epochs === undefined) {
    const why = listed.phase === 'finished' ? l10n.t('has taken all of its epochs') : l10n.t('goes on already');
    return void (await vscode.window.showInformationMessage(vscode.l10n.t('This run of {0} {1}.', name, why)));
  }
  const launch = await launchFor(storage, { resource: vscode.Uri.file(designPath) });
  const before = await readRun(folder);
  const designText = await readFile(path.join(folder, RUN_FILES.design), 'utf8').catch(() => undefined);
  if (!launch) return undefined;
  if (!before || designText === undefined)
    return void (await vscode.window.showErrorMessage(
      vscode.l10n.t('{0} lacks what the run needs to go on: its record or its design.', folder),
    ));
  const changedText = await askForChanges(vscode.Uri.file(designPath), designText);
  if (changedText === null) return undefined;
  // On what it ran before, whatever the setting is now: so it comes to the same weights.
  const { node, runtime: _setting, ...launched } = launch;
  const run = runs.start({
    id,
    name,
    cwd: path.dirname(designPath),
    ...(node && { node }),
    before,
    options: { designPath, designText, folder, resume: true, ...(changedText !== undefined && { changedText }), ...launched, ...options },
  });
  library.refreshSoon(0);
  await panel.show(run.id);
  return run;
}

/**
 * The design as it is now, where a person wants the run to go on with it; `undefined`: as it was, `null`: not at all. It is asked
 * only where the run can take up all that has changed: a person may have paused it for that, and closed the editor. A design
 * that has become another model since is nothing of this run's.
 */
async function askForChanges(uri: vscode.Uri, before: string): Promise<string | undefined | null> {
  const since = await designSince(uri, before);
  if (!since || since.refused.length > 0) return undefined;
  const [changed, asItWas] = [vscode.l10n.t('Resume with Changes'), vscode.l10n.t('Resume As It Was')];
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('The design has changed since this run ended: {0}.', changesInWords(since.taken)),
    changed,
    asItWas,
  );
  if (choice === changed) return since.text;
  return choice === asItWas ? undefined : null;
}
