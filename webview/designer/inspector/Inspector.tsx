import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { placeOf } from '../../../src/core/analysis';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { isLocked, layerById, useDesigner, useDesignerState } from '../state/designer';
import { LayerInspector } from './LayerInspector';
import { Several } from './Several';
import { Subject } from './subject';
import { TrainingInspector } from './TrainingInspector';
import { ViewedModel } from './ViewedModel';

/** Beside the canvas: the selected layer, several of them, or the training. */
export function Inspector(): ReactElement {
  const designer = useDesigner();
  const count = useDesignerState(({ selection }) => selection.length);
  const read = useDesignerState(({ session }) => session.shown.design !== undefined);
  const layer = useDesignerState(({ session, selection }) => (selection.length === 1 ? layerById(session, selection[0]) : undefined));
  const viewed = useDesignerState((state) => state.viewed);
  const open = useDesignerState(({ inspectorOpen }) => inspectorOpen);
  const locked = useDesignerState(isLocked);
  const selected = useDesignerState(({ selection }) => (selection.length > 1 ? selection.join('/') : ''));
  const subject = layer ? placeOf(layer).join('/') : selected;
  const aside = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // Keys that were meant for a field of one layer are not for that of another, and neither is what a list that is open shows.
    designer.preview(undefined);
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && aside.current?.contains(activeElement)) activeElement.blur();
    // What is wrong with a layer stands above its fields.
    aside.current?.querySelector('.scroll')?.scrollTo(0, 0);
  }, [designer, subject]);
  const leave = (): void => {
    designer.set({ inspectorOpen: false });
    designer.view?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  };
  return (
    <aside
      ref={aside}
      id="inspector"
      className={`inspector ${open ? 'open' : ''} ${locked ? 'locked' : ''}`}
      aria-label={l10n.t('Inspector')}
      onKeyDown={onKeyDown}
    >
      <Button kind="icon" className="closer" aria-label={l10n.t('Close the inspector')} onClick={leave}>
        <Icon name="close" />
      </Button>
      <Subject.Provider value={subject}>
        {layer ? (
          <LayerInspector key={layer.type} layer={layer} />
        ) : count > 1 ? (
          <Several />
        ) : read && viewed ? (
          <ViewedModel model={viewed} />
        ) : read ? (
          <TrainingInspector />
        ) : (
          <p className="unread dim">{l10n.t('What the design says of layers and training stands here once its text can be read.')}</p>
        )}
      </Subject.Provider>
    </aside>
  );
}
