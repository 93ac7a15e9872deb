import * as l10n from '@vscode/l10n';
import { useContext, useEffect, useRef } from 'react';
import type { Json } from '../../../src/core/document';
import type { Edit } from '../../../src/core/edits';
import { useDesigner } from '../state/designer';
import { sameText } from './sameText';
import type { Reading } from './fieldText';
import { Subject, useOwnState } from './subject';

interface Typed {
  readonly text: string;
  readonly problem?: string;
}

export interface Draft {
  readonly text: string;
  readonly problem?: string;
  readonly type: (text: string) => void;
  /** Puts what was typed into the file; what cannot be read stays out, and `leaving` brings the old text back. */
  readonly take: (leaving: boolean) => void;
  /** Back to what was there before. False: nothing had been typed. */
  readonly revert: () => boolean;
}

/**
 * A value while it is typed: each key shows the design with it, Enter and leaving the field put it into the file as one
 * step of undo, Escape brings back what was there.
 */
export function useDraft(
  value: Json | undefined,
  format: (value: Json | undefined) => string,
  read: (text: string) => Reading,
  toEdit: (value: Json | undefined) => Edit,
  words: string,
): Draft {
  const designer = useDesigner();
  const subject = useContext(Subject);
  const [typed, setTyped] = useOwnState<Typed | undefined>(undefined);
  const { text: draft, problem } = typed ?? {};
  // `value` is the design with what is typed in it: what the file says has to be kept apart.
  const file = useRef<{ readonly before: Json | undefined; readonly now: Json | undefined }>(undefined);
  const latest = useRef<(() => void) | undefined>(undefined);
  useEffect(
    () => () => {
      // The field goes away, or is another layer's from now on, with something typed in it. An edit selects what it was made on.
      const { selection } = designer.store.get();
      latest.current?.();
      if (designer.store.get().selection !== selection) designer.select(selection);
      latest.current = undefined;
      file.current = undefined;
    },
    [designer, subject],
  );

  const put = (text: string): boolean => {
    latest.current = undefined;
    const reading = read(text);
    if ('problem' in reading) return false;
    if (file.current && sameText(reading.value, file.current.now)) designer.preview(undefined);
    else if (designer.commit(toEdit(reading.value), text === '' ? l10n.t`${words} is the default.` : `${words} ${text}.`)) {
      file.current = { before: file.current?.before ?? value, now: reading.value };
    }
    return true;
  };
  return {
    text: draft ?? format(value),
    problem,
    type: (text) => {
      file.current ??= { before: value, now: value };
      const reading = read(text);
      setTyped({ text, ...('problem' in reading && reading) });
      designer.preview('problem' in reading ? undefined : toEdit(reading.value));
      latest.current = 'problem' in reading ? undefined : () => put(text);
    },
    take: (leaving) => {
      if (draft === undefined) return;
      const done = put(draft);
      if (!done && !leaving) return;
      if (!done) designer.preview(undefined);
      file.current = undefined;
      setTyped(undefined);
    },
    revert: () => {
      if (draft === undefined) return false;
      latest.current = undefined;
      designer.preview(undefined);
      const kept = file.current;
      if (kept && !sameText(kept.before, kept.now)) designer.commit(toEdit(kept.before), l10n.t`${words} is as before.`);
      file.current = undefined;
      setTyped(undefined);
      return true;
    },
  };
}
