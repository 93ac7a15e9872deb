import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunPhase } from '../../core/training/run';
import type { ListedRun } from './catalog';
import { isActive } from './run';
import { canResume } from '../training/resumeRun';
import type { RunLibrary } from './runLibrary';

const ICONS: Readonly<Record<RunPhase, [icon: string, colour?: string]>> = {
  starting: ['loading~spin'],
  running: ['loading~spin'],
  paused: ['debug-pause'],
  finished: ['pass', 'testing.iconPassed'],
  stopped: ['circle-slash'],
  failed: ['error', 'list.errorForeground'],
};

/** The runs of this workspace in the activity bar, newest first. */
export class RunTree implements vscode.TreeDataProvider<ListedRun>, vscode.Disposable {
  readonly onDidChangeTreeData: vscode.Event<void>;
  private readonly view: vscode.TreeView<ListedRun>;

  constructor(private readonly library: RunLibrary) {
    this.onDidChangeTreeData = library.onDidChange;
    this.view = vscode.window.createTreeView('layerwise.runs', { treeDataProvider: this, canSelectMany: true });
  }

  async getChildren(run?: ListedRun): Promise<ListedRun[]> {
    return run ? [] : [...(await this.library.list())];
  }

  getTreeItem(run: ListedRun): vscode.TreeItem {
    const item = new vscode.TreeItem(run.label ?? run.name);
    const [icon, colour] = ICONS[run.phase];
    const when = run.startedAt ? whenWas(new Date(run.startedAt)) : '';
    item.id = run.folder;
    item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
    item.description = [run.label !== undefined && run.name, run.score?.value.toFixed(4), when].filter(Boolean).join(' · ');
    item.tooltip = new vscode.MarkdownString().appendText(tooltip(run));
    item.contextValue = isActive(run) ? 'activeRun' : canResume(run) ? 'resumableRun' : 'endedRun';
    item.command = { command: 'layerwise.openRun', title: l10n.t('Open Run'), arguments: [run] };
    item.accessibilityInformation = { label: `${run.label ?? run.name}, ${run.phase}, ${item.description}` };
    return item;
  }

  dispose(): void {
    this.view.dispose();
  }
}

/** The time of today, the day of another day. */
function whenWas(time: Date, now = new Date()): string {
  if (time.toDateString() === now.toDateString()) return time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return time.toLocaleDateString([], {
    day: 'numeric',
    month: 'short',
    ...(time.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  });
}

function tooltip({ label, name, phase, score, note, remark, startedAt, folder }: ListedRun): string {
  const lines = [
    `${label === undefined ? name : `${label} (${name})`}: ${phase}`,
    remark,
    startedAt && l10n.t`Started ${new Date(startedAt).toLocaleString()}`,
    score && l10n.t`Best ${score.metric} ${score.value.toFixed(4)}`,
    note && l10n.t`Changed: ${note}`,
    folder,
  ];
  return lines.filter(Boolean).join('\n');
}
