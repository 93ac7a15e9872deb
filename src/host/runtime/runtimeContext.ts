import type * as vscode from 'vscode';
import type { StartTrainer } from '../runs/trainerProcess';
import type { RuntimesPage } from './runtimesPage';

/** What the commands about runtimes need. */
export interface RuntimeContext {
  /** Starts a child that can examine and prove. */
  readonly start: StartTrainer;
  /** The folder that the editor keeps for Layerwise. */
  readonly storage: vscode.Uri;
  readonly channel: vscode.OutputChannel;
  readonly runtimes: RuntimesPage;
}
