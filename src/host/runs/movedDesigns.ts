import { existsSync, statSync } from 'node:fs';
import * as vscode from 'vscode';
import { DESIGN_SUFFIX } from '../designs/designs';
import { afterMoves, type Move } from './afterMoves';
import type { Runs } from './runs';

const KEPT = 'layerwise.movedDesigns';
const MOST = 200;

/** And when, as `Date.now` says it. */
type KeptMove = readonly [...move: Move, time: number];

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
      const kept = [...this.moves, ...moves.filter(takesDesigns).map((move): KeptMove => [...move, Date.now()])];
      void memory.update(KEPT, kept.slice(-MOST));
      runs.designsMoved((designPath) => afterMoves(designPath, moves));
    });
  }

  /**
   * Where a design is that was here at this time: whatever took its old name later is another one. One that is back there by
   * other means than a rename in the editor is found there.
   */
  now(designPath: string, time: number): string {
    const since = this.moves.filter(([, , moved]) => moved > time);
    const place = since.length === 0 ? designPath : afterMoves(designPath, since);
    return place === designPath || existsSync(place) || !existsSync(designPath) ? place : designPath;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private get moves(): readonly KeptMove[] {
    return this.memory.get<readonly KeptMove[]>(KEPT, []);
  }
}

/** A design, or a folder that may hold some. */
const takesDesigns = ([from, to]: Move): boolean =>
  from.endsWith(DESIGN_SUFFIX) || to.endsWith(DESIGN_SUFFIX) || statSync(to, { throwIfNoEntry: false })?.isDirectory() === true;
