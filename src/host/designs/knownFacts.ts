import * as vscode from 'vscode';
import type { Known } from '../../core/advice/known';
import type { Analysis } from '../../core/analysis';
import { rateSubject } from '../../core/training/rateSubject';
import { heldMemory as held } from '../../machine/memory';
import type { RateResults } from '../training/rateResults';

const SETTING = 'memoryLimit';
export const MEMORY_SETTING = `layerwise.${SETTING}`;

let rates: RateResults | undefined;
const changed = new vscode.EventEmitter<void>();
/** What is known beside some design has changed: advice may be another one. */
export const onDidChangeKnown = changed.event;

/** From now on results of range tests are known; they count as long as they are of the design as it is. */
export function followRates(results: RateResults): vscode.Disposable {
  rates = results;
  const found = new Map<string, string | undefined>();
  return results.onDidChange((designPath) => {
    const time = results.found(designPath)?.time;
    if (found.get(designPath) === time) return;
    found.set(designPath, time);
    changed.fire();
  });
}

/** Bytes that a run may hold, as the settings for this file and the machine have it. */
export function heldMemory(uri: vscode.Uri): number {
  const asked: unknown = vscode.workspace.getConfiguration('layerwise', uri).get(SETTING);
  return held(typeof asked === 'number' ? asked : 0);
}

/** What advice can go by beside the design. */
export function knownOf(uri: vscode.Uri, { design }: Analysis): Known {
  const memory = heldMemory(uri);
  const found = rates?.found(uri.fsPath);
  const same = design !== undefined && found?.subject === rateSubject(design);
  return { memory, ...(same && found?.lowest !== undefined && { lowestLoss: found.lowest }) };
}
