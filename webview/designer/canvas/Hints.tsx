import { memo, type ReactElement } from 'react';
import { useDesignerState } from '../state/designer';

const keys: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['↑', '↓'], does: 'move' },
  { keys: ['Enter'], does: 'edit' },
  { keys: ['A'], does: 'add after' },
  { keys: ['D'], does: 'duplicate' },
  { keys: ['/'], does: 'find' },
];

/** The keys that are worth knowing first. */
export const Hints = memo(function Hints(): ReactElement | null {
  const floating = useDesignerState(({ overlay }) => overlay !== undefined && overlay.kind !== 'rename');
  if (floating) return null;
  return (
    <div className="hints" aria-hidden="true">
      {keys.map((hint) => (
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
