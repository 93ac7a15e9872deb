import type { KeyboardEvent, ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { layerById, useDesigner, useDesignerState } from '../state/designer';
import { LayerInspector } from './LayerInspector';
import { TrainingInspector } from './TrainingInspector';

/** Beside the canvas: the selected layer, several of them, or the training. */
export function Inspector(): ReactElement {
  const designer = useDesigner();
  const count = useDesignerState(({ selection }) => selection.length);
  const layer = useDesignerState(({ session, selection }) => (selection.length === 1 ? layerById(session, selection[0]) : undefined));
  const open = useDesignerState(({ inspectorOpen }) => inspectorOpen);
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
    <aside id="inspector" className={`inspector ${open ? 'open' : ''}`} aria-label="Inspector" onKeyDown={onKeyDown}>
      <Button kind="icon" className="closer" aria-label="Close the inspector" onClick={leave}>
        <Icon name="close" />
      </Button>
      {layer ? <LayerInspector key={layer.index} layer={layer} /> : count > 1 ? <Several count={count} /> : <TrainingInspector />}
    </aside>
  );
}

function Several({ count }: { readonly count: number }): ReactElement {
  const designer = useDesigner();
  const selection = useDesignerState((state) => state.selection);
  const parameters = useDesignerState(({ session }) =>
    selection.reduce((sum, id) => sum + (layerById(session, id)?.parameters?.total ?? 0), 0),
  );
  return (
    <>
      <div className="ihead">
        <h2 className="t">
          <Icon name="layers" />
          {formatCount(count)} layers
        </h2>
      </div>
      <dl className="facts">
        <dt>Parameters</dt>
        <dd className="mono sum">{formatCount(parameters)}</dd>
      </dl>
      <div className="links padded">
        <button
          className="link"
          onClick={() => designer.commit({ type: 'duplicateLayers', layers: selection }, `Duplicated ${count} layers.`)}
        >
          Duplicate
        </button>
        <button className="link" onClick={() => designer.commit({ type: 'deleteLayers', layers: selection }, `Deleted ${count} layers.`)}>
          Delete
        </button>
      </div>
    </>
  );
}
