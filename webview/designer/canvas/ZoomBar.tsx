import * as l10n from '@vscode/l10n';
import { useStore as useFlow } from '@xyflow/react';
import type { ReactElement } from 'react';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState } from '../state/designer';
import { isMapShown, toggleMap } from './Minimap';

const STEP = 1.25;

export function ZoomBar(): ReactElement {
  const designer = useDesigner();
  const width = useFlow((state) => state.width);
  const mapped = useDesignerState(({ folds }) => isMapShown(folds, width));
  const percent = useFlow(({ transform }) => Math.round(transform[2] * 100));
  return (
    <div className="canvasbar" role="group" aria-label={l10n.t('Zoom')}>
      <Button kind="icon" aria-label={l10n.t('Zoom out')} title={l10n.t('Zoom out (-)')} onClick={() => designer.view?.zoom(1 / STEP)}>
        <Icon name="minus" />
      </Button>
      <span className="percent">{percent}%</span>
      <Button kind="icon" aria-label={l10n.t('Zoom in')} title={l10n.t('Zoom in (+)')} onClick={() => designer.view?.zoom(STEP)}>
        <Icon name="add" />
      </Button>
      <Button
        kind="icon"
        pressed={mapped}
        aria-label={l10n.t('Minimap')}
        title={mapped ? l10n.t('Hide the minimap (M)') : l10n.t('Show the minimap where the graph is larger than the view (M)')}
        onClick={() => toggleMap(designer)}
      >
        <Icon name="map" />
      </Button>
    </div>
  );
}
