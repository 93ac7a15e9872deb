import * as l10n from '@vscode/l10n';
import { useId, useState, type ReactElement } from 'react';
import type { RuntimeReport } from '../../../src/core/training/events';
import { shortRuntime } from '../../../src/core/training/shortRuntime';
import { Icon } from '../../shared/icons';
import { withParts } from '../../shared/withParts';

/** Which runtime trains; pointing at it or focusing it tells why this one, and what was tried before. */
export function RuntimeChip({ runtime }: { readonly runtime: RuntimeReport }): ReactElement {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <span className="runtime" onPointerEnter={() => setOpen(true)} onPointerLeave={() => setOpen(false)}>
      <button
        type="button"
        className="chip"
        aria-describedby={open ? id : undefined}
        aria-expanded={open}
        onClick={() => setOpen(true)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      >
        <Icon name="chip" />
        {shortRuntime(runtime)}
      </button>
      {open && (
        <div className="hover" id={id} role="tooltip">
          <RuntimeFacts runtime={runtime} />
        </div>
      )}
    </span>
  );
}

/** Why it is this one, what was tried before it, and its version: of TensorFlow where it is that. */
function RuntimeFacts({ runtime: { name, version, why, tried } }: { readonly runtime: RuntimeReport }): ReactElement {
  return (
    <>
      <p>{why}</p>
      {tried.length > 0 && (
        <>
          <p>{l10n.t('Tried before:')}</p>
          <ul>
            {tried.map(({ name: other, reason }) => (
              <li key={other}>
                <span className="mono">{other}</span> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="dim">{withParts(l10n.t('{0}, version {1}'), <span className="mono">{name}</span>, version)}</p>
    </>
  );
}
