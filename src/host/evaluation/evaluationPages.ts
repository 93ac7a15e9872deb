import * as vscode from 'vscode';
import type { SavedEvaluation } from '../../protocol/evaluationPage';
import type { ListedRun } from '../runs/catalog';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { EvaluationPage } from './evaluationPage';

const VIEW_TYPE = 'layerwise.evaluation';

/** Tabs with evaluations, one a run. */
export class EvaluationPages implements vscode.Disposable {
  private readonly open = new Map<string, EvaluationPage>();
  private readonly restoring: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    find: (run: string) => Promise<ListedRun | undefined>,
    private readonly context: Pick<RuntimeContext, 'start' | 'storage' | 'channel'>,
  ) {
    this.restoring = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: SavedEvaluation | undefined) => {
        const run = state?.run === undefined ? undefined : await find(state.run);
        // Its run was deleted: there is nothing to show any more.
        if (run) this.fill(panel, run);
        else panel.dispose();
      },
    });
  }

  get pages(): readonly EvaluationPage[] {
    return [...this.open.values()];
  }

  /** Shows the evaluation of a run; one that is open is brought to the front. */
  show(run: ListedRun): EvaluationPage {
    const shown = this.open.get(run.id);
    if (shown) {
      shown.panel.reveal();
      return shown;
    }
    const title = vscode.l10n.t('Evaluation: {0}', run.label ?? run.name);
    return this.fill(vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active, { enableScripts: true }), run);
  }

  dispose(): void {
    this.restoring.dispose();
    for (const { panel } of this.open.values()) panel.dispose();
  }

  private fill(panel: vscode.WebviewPanel, run: ListedRun): EvaluationPage {
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extensionUri, 'media', `layerwise-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const page = new EvaluationPage(panel, this.extensionUri, run, this.context);
    this.open.set(run.id, page);
    panel.onDidDispose(() => this.open.delete(run.id));
    return page;
  }
}
