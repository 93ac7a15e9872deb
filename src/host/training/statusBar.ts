import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Runs } from '../runs/runs';
import { statusDetail, statusText } from './statusText';

const EVERY_MS = 1000;

/** The run that goes on, in the status bar, once a second at most; a click shows it. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('layerwise.training', vscode.StatusBarAlignment.Left, 10);
  private readonly listening: { dispose(): void };
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly runs: Runs) {
    this.item.name = 'Layerwise Training';
    this.listening = runs.onDidChange((_run, events) => {
      const urgent = events.some(({ type }) => type !== 'steps' && type !== 'health');
      if (urgent || events.length === 0) this.show();
      else this.timer ??= setTimeout(() => this.show(), EVERY_MS);
    });
  }

  /** What it says; `undefined` while it is hidden. For the tests. */
  get text(): string | undefined {
    return this.runs.active.length > 0 ? this.item.text : undefined;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listening.dispose();
    this.item.dispose();
  }

  private show(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { active } = this.runs;
    const run = active.at(-1);
    if (!run) return this.item.hide();
    const others = active.length > 1 ? ` +${String(active.length - 1)}` : '';
    this.item.text = `$(${run.state.phase === 'paused' ? 'debug-pause' : 'pulse'}) ${statusText(run.state)}${others}`;
    this.item.tooltip = statusDetail(run.state);
    this.item.command = { command: 'layerwise.showTraining', title: l10n.t('Show Training'), arguments: [run.id] };
    this.item.show();
  }
}
