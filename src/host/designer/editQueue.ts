import * as l10n from '@vscode/l10n';
import type { Edit, EditResult, TextEdit } from '../../core/edits';
import { applyEdit } from '../../core/edit';

/** A document as far as an edit needs it. */
export interface EditedDocument {
  readonly version: number;
  getText(): string;
  /** False: nothing was changed, because the document is not what it was any more, or cannot be changed. */
  replace(edits: readonly TextEdit[]): Promise<boolean>;
}

const ATTEMPTS = 20;

type Change = { readonly ok: true; readonly edits: readonly TextEdit[] };
type Refusal = { readonly ok: false; readonly reason: string };

/** One edit on the document as it is now. */
export const editDocument = (document: EditedDocument, edit: Edit): Promise<EditResult> =>
  changeDocument(document, (text) => applyEdit(text, edit));

/** A change that is worked out from the document's text, again where somebody else changed the document meanwhile. */
export async function changeDocument<Made extends Change>(
  document: EditedDocument,
  change: (text: string) => Made | Refusal,
): Promise<Made | Refusal> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { version } = document;
    const result = change(document.getText());
    if (!result.ok || result.edits.length === 0 || (await document.replace(result.edits))) return result;
    if (document.version === version)
      return { ok: false, reason: l10n.t('The editor did not take this change: the file may be read-only.') };
  }
  return { ok: false, reason: l10n.t('The file keeps changing from outside. Try again once it is quiet.') };
}

/** Runs one task at a time, in the order in which they were given; a task that fails does not hold up the next. */
export function createQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
}
