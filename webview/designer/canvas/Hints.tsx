import * as l10n from '@vscode/l10n';
import { memo, type ReactElement } from 'react';
import { isLocked, useDesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';

const keys: readonly { readonly keys: readonly string[]; readonly does: string; readonly changes?: boolean }[] = [
  { keys: ['↑', '↓'], does: l10n.t('move') },
  { keys: ['Enter'], does: l10n.t('edit'), changes: true },
  { keys: ['A'], does: l10n.t('add after'), changes: true },
  { keys: ['D'], does: l10n.t('duplicate'), changes: true },
  { keys: ['/'], does: l10n.t('find') },
];

/** The keys that are worth knowing first. */
export const Hints = memo(function Hints(): ReactElement | null {
  const floating = useDesignerState(({ overlay }) => overlay !== undefined && overlay.kind !== 'rename');
  const active = useDesignerState(({ selection }) => selection.at(-1));
  const unfolded = usePicture((picture) => (active === undefined ? undefined : picture?.cards.get(active)?.unfolded));
  const locked = useDesignerState(isLocked);
  if (floating) return null;
  const folds = unfolded === undefined ? [] : [unfolded ? { keys: ['←'], does: l10n.t('fold') } : { keys: ['→'], does: l10n.t('unfold') }];
  return (
    <div className="hints" aria-hidden="true">
      {[...folds, ...keys.filter(({ changes }) => !(locked && changes))].map((hint) => (
        <span key={hint.does}>
          {hint.keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {hint.does}
        </span>
      ))}
    </div>
  );
});
