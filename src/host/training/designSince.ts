import * as vscode from 'vscode';
import { parseDesign } from '../../core/parse';
import { changeInWords, changesBetween, type DesignChange, type DesignChanges } from '../../core/training/changes';

/** A run's design as it is in the editor now, saved or not, and what is different from the one that the run has. */
export interface DesignSince extends DesignChanges {
  readonly text: string;
}

/** `undefined` where there is no such file any more, one of the two is no design, or nothing has changed. */
export async function designSince(uri: vscode.Uri, before: string): Promise<DesignSince | undefined> {
  const text = await presentText(uri);
  if (text === undefined) return undefined;
  const [old, now] = [parseDesign(before).design, parseDesign(text).design];
  const changes = old && now && changesBetween(old, now);
  return changes && changes.taken.length + changes.refused.length > 0 ? { text, ...changes } : undefined;
}

async function presentText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return (await vscode.workspace.openTextDocument(uri)).getText();
  } catch {
    return undefined;
  }
}

const MOST_IN_WORDS = 3;

export function changesInWords(changes: readonly DesignChange[]): string {
  const words = changes.slice(0, MOST_IN_WORDS).map(changeInWords);
  return changes.length > MOST_IN_WORDS ? `${words.join(', ')} …` : words.join(', ');
}
