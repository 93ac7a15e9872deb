import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import { RUN_FILES } from '../../protocol/runFolder';
import type { Targets } from '../commands/targets';
import { DESIGN_SUFFIX, isDesign, RUN_COPIES } from '../designs/designs';
import type { ListedRun } from '../runs/catalog';
import { runItem, scoreOf, timeOf } from '../runs/runItem';
import type { RunLibrary } from '../runs/runLibrary';
import { sayFailure } from '../runtime/sayFailure';
import type { CompareDesigns } from './compareDesigns';
import type { Source } from './comparePage';
import { sourceOf } from './diffEditors';
import { committed } from './gitVersion';
import { savedUri } from './savedVersion';

const MOST_FILES = 500;

interface CompareContext {
  readonly targets: Targets;
  readonly library: RunLibrary;
  readonly compare: CompareDesigns;
}

type Command = (...arguments_: never[]) => unknown;

/** The commands that compare designs. The one that a person looks at stands after, the other before. */
export function registerCompareCommands({ targets, library, compare }: CompareContext): vscode.Disposable {
  const commands: Readonly<Record<string, Command>> = {
    /** (design?, the other?) */
    compareWith: async (target?: unknown, other?: unknown) => {
      const document = await targets.design(target);
      const uri = document && (other instanceof vscode.Uri ? other : await pickOther(document.uri));
      if (uri) compare.show(sourceOf(await vscode.workspace.openTextDocument(uri)), sourceOf(document));
    },
    /** (design?) */
    compareWithSaved: async (target?: unknown) => {
      const document = await targets.design(target);
      if (!document) return;
      const saved = await openSaved(document.uri);
      compare.show({ ...sourceOf(document), detail: 'saved', document: saved }, { ...sourceOf(document), detail: 'unsaved' });
    },
    /** (design?) */
    compareWithCommit: async (target?: unknown) => {
      const document = await targets.design(target);
      if (document) compare.show(sourceOf(await committed(document.uri)), sourceOf(document));
    },
    /** The text diff in the active tab, as graphs. */
    compareAsGraphs: async () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      if (!(input instanceof vscode.TabInputTextDiff) || !isDesign(input.modified)) return;
      const [before, after] = await Promise.all([input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)));
      if (before && after) compare.show(sourceOf(before), sourceOf(after));
    },
    /** (run, the runs that are selected?) */
    compareRuns: async (target?: unknown, selected?: unknown) => {
      const chosen = Array.isArray(selected) && selected.length === 2 ? (selected as ListedRun[]) : undefined;
      const run = (await targets.run(target ?? chosen?.[0])) ?? (await pickRun(library));
      const other = run && (chosen?.find(({ id }) => id !== run.id) ?? (await pickRun(library, run)));
      if (!run || !other) return;
      // The older one stands before.
      const [before, after] = [run, other].sort((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''));
      compare.show(await runSource(before!), await runSource(after!));
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, command]) =>
      vscode.commands.registerCommand(`layerwise.${name}`, async (...given: unknown[]) => {
        try {
          await (command as (...arguments_: unknown[]) => unknown)(...given);
        } catch (error) {
          await sayFailure(error);
        }
      }),
    ),
  );
}

async function pickOther(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const found = (await vscode.workspace.findFiles(`**/*${DESIGN_SUFFIX}`, RUN_COPIES, MOST_FILES)).filter(
    (one) => one.toString() !== uri.toString(),
  );
  const browse: vscode.QuickPickItem & { uri?: vscode.Uri } = { label: '$(folder-opened) Browse…' };
  const items: (typeof browse)[] = found
    .map((one) => ({ label: vscode.workspace.asRelativePath(one), uri: one }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const picked = await vscode.window.showQuickPick([...items, browse], { placeHolder: vscode.l10n.t('Which design is the one before?') });
  if (picked !== browse) return picked?.uri;
  const [file] = (await vscode.window.showOpenDialog({ filters: { Designs: ['json'] }, defaultUri: vscode.Uri.joinPath(uri, '..') })) ?? [];
  return file;
}

async function openSaved(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(savedUri(uri));
  } catch {
    const name = vscode.workspace.asRelativePath(uri);
    throw new Failure(l10n.t`${name} is not on the disk: it was never saved, or it was deleted.`, {
      next: l10n.t('Save it, or compare it with another design.'),
    });
  }
}

/** One of all runs, or of those that are not `run`. */
async function pickRun(library: RunLibrary, run?: ListedRun): Promise<ListedRun | undefined> {
  const others = (await library.list()).filter(({ id }) => id !== run?.id);
  if (others.length === 0) {
    await vscode.window.showInformationMessage(
      run
        ? vscode.l10n.t('There is no other run to compare this one with yet.')
        : vscode.l10n.t('Nothing was trained in this workspace yet.'),
    );
    return undefined;
  }
  const items = others.map((one) => runItem(one));
  const placeHolder = run
    ? vscode.l10n.t('Which run is {0} compared with?', `${run.label ?? run.name} ${timeOf(run)}`.trim())
    : vscode.l10n.t('The design of which run?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.run;
}

async function runSource(run: ListedRun): Promise<Source> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path.join(run.folder, RUN_FILES.design)));
  return { title: run.label ?? run.name, detail: [vscode.l10n.t('run'), timeOf(run), scoreOf(run)].filter(Boolean).join(' · '), document };
}
