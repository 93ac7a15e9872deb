import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { templates } from '../../../src/core/templates';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { layerIcon } from '../../shared/families';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { withParts } from '../../shared/withParts';

/** The one that is as empty as what is there. */
const NOTHING_NEW = 'empty';

/** A design without layers: one sentence, one key, and designs that train as they are. */
export function Empty(): ReactElement | null {
  const designer = useDesigner();
  const locked = useDesignerState(isLocked);
  const picking = useDesignerState(({ overlay }) => overlay?.kind === 'add');
  if (picking) return null;
  const begin = (title: string, text: string): void => {
    designer.commit({ type: 'useTemplate', text }, l10n.t`Began with ${title}.`);
    designer.view?.focus();
  };
  return (
    <div className="empty">
      <Icon name="layers" className="emblem" />
      <h2>{l10n.t('This design has no layers yet')}</h2>
      {locked ? (
        <p className="dim">{l10n.t('It cannot be changed here.')}</p>
      ) : (
        <>
          <p className="dim">{withParts(l10n.t('Press {0} to add the first one, or begin with one of these designs.'), <kbd>A</kbd>)}</p>
          {templates
            .filter(({ id }) => id !== NOTHING_NEW)
            .map(({ id, title, detail, family, text }) => (
              <button key={id} className={`template f-${family}`} onClick={() => begin(title, text)}>
                <Icon name={layerIcon(family === 'shape' ? 'Add' : '', family)} className="fico" />
                <span className="strong">{title}</span>
                <span className="dim detail">{detail}</span>
              </button>
            ))}
          <Button kind="secondary" onClick={() => designer.open({ kind: 'add', position: { end: true } })}>
            <Icon name="add" />
            {l10n.t('Add the first layer')}
          </Button>
        </>
      )}
    </div>
  );
}
