import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { afterMoves, type Move } from './afterMoves';
import type { Runs } from './runs';

const KEPT = 'layerwise.movedDesigns';
const MOST = 200;

/** Designs that were renamed or moved in the editor, so that their runs stay theirs. */
export class MovedDesigns implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly memory: vscode.Memento,
    runs: Runs,
  ) {
    this.subscription = vscode.workspace.onDidRenameFiles(({ files }) => {
      const moves = files
        .filter(({ oldUri, newUri }) => oldUri.scheme === 'file' && newUri.scheme === 'file')
        .map(({ oldUri, newUri }): Move => [oldUri.fsPath, newUri.fsPath]);
      void memory.update(KEPT, [...this.moves, ...moves].slice(-MOST));
      runs.designsMoved((designPath) => afterMoves(designPath, moves));
    });
  }

  /** Where a design is that was here: a new one in its old place is not taken for it, since that is there. */
  now(designPath: string): string {
    const { moves } = this;
    const place = moves.length === 0 ? designPath : afterMoves(designPath, moves);
    return place === designPath || existsSync(designPath) ? designPath : place;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private get moves(): readonly Move[] {
    return this.memory.get<readonly Move[]>(KEPT, []);
  }
}
