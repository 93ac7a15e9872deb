import path from 'node:path';
import * as vscode from 'vscode';
import type { RunEvent } from '../../core/training/events';
import type { RunState } from '../../core/training/run';
import { RUN_FILES } from '../../protocol/runFolder';
import { RunCatalog, type ListedRun } from './catalog';
import { MovedDesigns } from './movedDesigns';
import { isActive } from './run';
import { readRun, removeUnbegun, RUNS_FOLDER, writeEnd } from './runFolder';
import type { Runs } from './runs';

const REFRESH_MS = 300;
/** What comes with every epoch is told this often: with hundreds of runs each listing takes some time from the one that trains. */
const ROUTINE_MS = 1000;
const ROUTINE: ReadonlySet<RunEvent['type']> = new Set(['epoch', 'checkpoint', 'data', 'trial', 'note']);
const UNLISTED: ReadonlySet<RunEvent['type']> = new Set(['steps', 'health']);
/** A run of another process (a terminal, a window that was closed) tells us nothing: its folder is looked at this often. */
const FOREIGN_MS = 2000;
const REMEMBERED = 'layerwise.runBases';

/** All runs that can be looked at: those of this editor and those in folders. */
export class RunLibrary implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** The list may be another one now. */
  readonly onDidChange = this.changed.event;
  private readonly catalog: RunCatalog;
  private readonly subscriptions: { dispose(): unknown }[];
  private listed: Promise<readonly ListedRun[]> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private due = 0;

  constructor(
    private readonly runs: Runs,
    private readonly memory: vscode.Memento,
  ) {
    const moved = new MovedDesigns(memory, runs);
    this.catalog = new RunCatalog(
      () => this.bases,
      (folder) => runs.all.findLast(({ request }) => request.options.folder === folder)?.state,
      (designPath, time) => moved.now(designPath, time),
    );
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${RUNS_FOLDER.replaceAll(path.sep, '/')}/*/${RUN_FILES.record}`);
    const soon = () => this.refreshSoon();
    this.subscriptions = [
      this.changed,
      moved,
      watcher,
      watcher.onDidCreate(soon),
      watcher.onDidChange(soon),
      watcher.onDidDelete(soon),
      vscode.workspace.onDidChangeWorkspaceFolders(soon),
      vscode.workspace.onDidRenameFiles(soon),
      runs.onDidChange((run, events) => {
        if (!run.active) void this.settle(run.state, run.pid);
        const listed = events.filter(({ type }) => !UNLISTED.has(type));
        if (events.length === 0 || listed.some(({ type }) => !ROUTINE.has(type))) soon();
        else if (listed.length > 0) this.refreshSoon(ROUTINE_MS);
      }),
    ];
  }

  /** Newest first. */
  list(): Promise<readonly ListedRun[]> {
    this.listed ??= this.catalog.list().then((runs) => {
      if (runs.some((run) => isActive(run) && !this.runs.byId(run.id))) this.refreshSoon(FOREIGN_MS);
      return runs;
    });
    return this.listed;
  }

  /** A run that the list has not heard of yet is looked for. */
  async find(id: string): Promise<ListedRun | undefined> {
    const among = async () => (await this.list()).find((run) => run.id === id);
    const known = await among();
    if (known) return known;
    this.listed = undefined;
    return among();
  }

  /** Everything known of a run. */
  async state(id: string): Promise<RunState | undefined> {
    const own = this.runs.byId(id);
    if (own) return own.state;
    const listed = await this.find(id);
    const state = listed && (await readRun(listed.folder));
    return state && { ...state, phase: listed.phase };
  }

  /** Looks for runs below this folder too, from now on: that of a design outside of the workspace. */
  async remember(base: string): Promise<void> {
    if (this.bases.includes(base)) return;
    await this.memory.update(REMEMBERED, [...this.memory.get<string[]>(REMEMBERED, []), base]);
    this.refreshSoon(0);
  }

  /** A run whose epochs are short asks for it all the time: what is due already is not put off. */
  refreshSoon(ms = REFRESH_MS): void {
    const due = Date.now() + ms;
    if (this.timer && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.listed = undefined;
      this.changed.fire();
    }, ms);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private get bases(): readonly string[] {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
    return [...folders, ...this.memory.get<string[]>(REMEMBERED, [])];
  }

  /** A child that was killed has left a record that says it goes on. */
  private async settle({ folder, phase, failure }: RunState, child: number | undefined): Promise<void> {
    if (!folder) return;
    const reason = failure && {
      message: failure.message,
      ...(failure.cause && { cause: failure.cause }),
      ...(failure.next && { next: failure.next }),
    };
    try {
      await writeEnd(folder, { phase, ...(reason && { failure: reason }) }, child);
      await removeUnbegun(folder);
    } catch {
      // The folder was deleted or cannot be written: the run is still told of here.
    }
  }
}
